/* derive.c - the formulas of derive.h. */
#include "derive.h"

#include <math.h>
#include <stddef.h>

static const double lbf_klbf = 1000;    /* lbf in a klbf, ft.lbf in a kft.lbf */

double derive_mse(double wob, double torque, double rpm, double rop, double diameter)
{
	double square = diameter * diameter;

	if (!(rop > 0) || !(diameter > 0))
		return NAN;
	double mse = 4 * wob * lbf_klbf / (M_PI * square) + 480 * torque * lbf_klbf * rpm / (square * rop);
	return isfinite(mse) ? mse : NAN;
}

double derive_friction_torque(double mu, double wob, double diameter)
{
	return mu * diameter * wob / 36;
}

double derive_bit_rpm(double surface_rpm, double rev_gal, double flow)
{
	return surface_rpm + rev_gal * flow;
}

double derive_motor_torque(double diff, double psi_kft_lbf)
{
	return psi_kft_lbf > 0 ? diff / psi_kft_lbf : NAN;
}

double derive_d_exponent(double rop, double rpm, double wob, double diameter)
{
	double turn = rop / (60 * rpm), load = 12 * wob * lbf_klbf / (1e6 * diameter);

	/* Outside these the logarithms change sign or have no value: the exponent would mean nothing. */
	if (!(rpm > 0 && diameter > 0 && turn > 0 && turn < 1 && load > 0 && load < 1))
		return NAN;
	return log(turn) / log(load);
}

double derive_dxc(double d, double mud, double normal_mud)
{
	return mud > 0 ? d * normal_mud / mud : NAN;
}

double derive_mse_efficiency(double ccs, double mse)
{
	if (!(ccs > 0) || !(mse > 0))
		return NAN;
	return ccs < mse ? 100 * ccs / mse : 100;
}

const char *derive_hardness(double d)
{
	if (!isfinite(d))
		return NULL;
	return d < 1.2 ? "Soft Shale" : d < 1.6 ? "Medium Shale/Siltstone" : d < 2.0 ? "Hard Sandstone" : "Very Hard Formation";
}
