# An hour of drilling that is the same on every machine: awk -v seed=1 -v phi=.9 -v effect=.5 -v lag=20 -v gap=1 -f hour.awk
# WOB, RPM and flow wander (AR(1) with phi); ln-free ROP answers WOB `lag` seconds later; MSE is made of the others; every
# third 200 s slide (slide=1); rows are left out (gap=1); depth goes with ROP.
function uniform() { state = (state * 16807) % 2147483647; return state / 2147483647 }
function normal(   s, k) { s = -6; for (k = 0; k < 12; k++) s += uniform(); return s }
function wander(k) { own[k] = phi * own[k] + sqrt(1 - phi * phi) * normal(); return own[k] }
BEGIN {
	if (!n) n = 3600
	state = seed + 1000
	depth = 6000
	print "ts,hole_depth_ft,wob_klbf,rpm,flow_in_gpm,torque_kft_lbf,rop_ft_h,mse_psi" (slide ? ",drill_mode" : "")
	for (i = -lag; i < n; i++) {
		wob[i] = 25 + 2 * wander("wob"); rpm = 120 + 6 * wander("rpm"); flow = 650 + 10 * wander("flow")
		sliding = slide && int(i / 200) % 3 == 1
		rop = 60 + 4 * (effect * (wob[i - lag] - 25) / 2 + wander("rop")) - 25 * sliding
		torque = 5 + wander("torque") * .3
		depth += rop / 3600
		if (i < 0 || (gap && (i % 97 < 9 || (i > 1500 && i < 1800)))) continue
		printf "%d,%.3f,%.3f,%.2f,%.2f,%.3f,%.3f,%.0f%s\n", 1767225600 + i, depth, wob[i], rpm, flow, torque, rop,
			1273.24 * wob[i] / 72.25 + 480000 * torque * rpm / (72.25 * rop), slide ? (sliding ? ",slide" : ",rotary") : ""
	}
}
