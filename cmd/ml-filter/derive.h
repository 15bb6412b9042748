/*
 * derive.h - drilling physics of one sample: mechanical specific energy, d-exponent, what turns and twists the bit.
 *
 * Units are the field's: WOB klbf, torque kft.lbf, rpm, ROP ft/h, bit diameter in, flow gpm, densities ppg, pressures psi.
 * A result that cannot be computed from the values given (missing, zero ROP, outside the range of the formula) is NAN.
 */
#ifndef DERIVE_H
#define DERIVE_H

/* Mechanical specific energy, psi: 4W/(pi D^2) + 480 T N/(D^2 R) with W in lbf and T in ft.lbf (Teale 1965). N turns the bit. */
double derive_mse(double wob, double torque, double rpm, double rop, double diameter);
/* Torque of a bit by sliding friction mu, kft.lbf: mu D W / 36 (Pessier and Fear 1992, eq. 9). */
double derive_friction_torque(double mu, double wob, double diameter);
/* Rotary speed at the bit, rpm: of the string plus K (rev/gal) times the flow through a motor. */
double derive_bit_rpm(double surface_rpm, double rev_gal, double flow);
/* Torque of a motor, kft.lbf, from its differential pressure and psi_kft_lbf (its rated pressure by its rated torque). */
double derive_motor_torque(double diff, double psi_kft_lbf);
/* d-exponent: log10(R/60N) / log10(12W/10^6 D), W in lbf (Jorden and Shirley 1966); only where 0 < R < 60N and
 * 0 < 12W < 10^6 D. */
double derive_d_exponent(double rop, double rpm, double wob, double diameter);
/* d corrected for mud weight: d times normal by actual density (Rehm and McClendon 1971). */
double derive_dxc(double d, double mud, double normal_mud);
/* Efficiency, %: confined compressive strength by MSE, at most 100. */
double derive_mse_efficiency(double ccs, double mse);
/* The plan's name for the hardness class of a mean d-exponent; NULL when it is not finite. */
const char *derive_hardness(double d);
#endif
