# made up; by seconds from the start
~Version Information
 VERS.     2.0                   : CWLS LOG ASCII STANDARD - VERSION 2.0
 WRAP.      NO                   : ONE LINE PER STEP
~Well Information
 STRT.S       0.0                : START
 STOP.S      30.0                : STOP
 STEP.S      10.0                : STEP
 NULL.  -8888.0                  : NULL VALUE
 COMP.  NOBODY: A COMPANY        : COMPANY
 WELL.  15/9-F-9 A               : WELL
 FLD .  EASTERN                  : FIELD
 DATE.  2019-03-01 06:00:00      : LOG DATE
~Parameters
 BS  .IN     12.25               : BIT SIZE
~Curve Information
 ETIM.S                          : ELAPSED TIME
 DMEA.M      0110 00 00          : HOLE DEPTH
 DBTM.M      0108 00 00          : BIT DEPTH
 ROPA.M/HR                       : RATE OF PENETRATION: AVERAGE
 WOB . KLB                       : WEIGHT ON BIT
 TQ  .KN.M                       : ROTARY TORQUE
 RPM .1/MIN                      : ROTARY SPEED
 SPP .KPA                        : STANDPIPE PRESSURE
 P7  .L/MIN                      : MUD FLOW IN
 HKL .TONNE                      : HOOK LOAD
 GR  .GAPI                       : GAMMA
 TMP .DEGC                       : TEMPERATURE OUT
 D.EXP.                          : D EXPONENT
~Other
 Anything: may. stand here.
~A  ETIM DMEA DBTM ROPA WOB TQ RPM SPP P7 HKL GR TMP D.EXP
   0.0  1000.000  1000.000  10.0  20.0  8.1349  120.0  20684.27  2000.0  90.718474  55.0  40.1  1.40
# a comment
  10.0  1000.030  1000.030  11.0  ****  8.1349  120.0  20684.27  2000.0  90.718474 -8888 40.1  1.41

  20.0  1000.060  1000.060  12.0  21.0  8.1349  120.0  20684.27  2000.0  90.718474  57.0  40.1  -999.25
  30.0  1000.090  1000.090  13.0  22.0  8.1349  120.0  20684.27  2000.0  90.718474  58.0  40.1  1.43
