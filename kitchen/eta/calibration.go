package eta

import "math"

// knots are the minutes forecast to be left at which errors are learned; what
// is between them is interpolated over ln(minutes).
var knots = [...]float64{1, 2, 4, 8, 16, 32}

// The quantiles that are learned, by their place in a calibration.
const (
	median = iota
	p80
	promised // the quantile of the configuration
	quantiles
)

// How a calibration learns.
const (
	quoteRate = 0.03 // of a step, at creation: one forecast an order
	waitRate  = 0.01 // while it waits: many that are alike
	eagerness = 6.0  // how many steps more the first observation makes
	eagerFor  = 8.0  // observations until that is halved
	apart     = 0.02 // least distance of the 80 % quantile from the median
	guessAt80 = 0.30 // ln(actual / forecast) at 80 % before anything is known
	zAt80     = 0.8416212335729143
	shortest  = 0.05           // minutes that an order has taken at least
	farthest  = 30 * 24 * 60.0 // minutes ahead that anything is forecast: no guest waits that long
)

// A calibration knows how wrong raw forecasts are: per knot, quantiles of
// ln(actual / forecast), each moved a small step by every observation
// (adaptive conformal inference: Gibbs and Candès 2021). That keeps the
// promised share whatever the kitchen does.
type calibration struct {
	rate float64
	tau  [quantiles]float64
	q    [len(knots)][quantiles]float64
	seen [len(knots)]float64
}

func newCalibration(rate, quantile float64) calibration {
	c := calibration{rate: rate, tau: [quantiles]float64{0.5, 0.8, quantile}}
	z := math.Sqrt2 * math.Erfinv(2*quantile-1)
	for k := range c.q {
		c.q[k] = [quantiles]float64{0, guessAt80, guessAt80 * z / zAt80}
	}
	return c
}

// between returns the knots around raw minutes, and how far it is to the upper.
func between(raw float64) (lower, upper int, share float64) {
	x := math.Log2(min(max(raw, knots[0]), knots[len(knots)-1])) // knots are powers of two
	lower = min(int(x), len(knots)-2)
	return lower, lower + 1, x - float64(lower)
}

// at returns the quantiles of the minutes that are really left.
func (c *calibration) at(raw float64) (left estimate) {
	lower, upper, share := between(raw)
	for i := range left {
		left[i] = min(raw*math.Exp(c.q[lower][i]*(1-share)+c.q[upper][i]*share), farthest)
	}
	return left
}

// observe learns from a forecast whose truth is known.
func (c *calibration) observe(raw, actual float64) {
	x := math.Log(max(actual, shortest) / raw)
	lower, upper, share := between(raw)
	c.step(lower, x, 1-share)
	c.step(upper, x, share)
}

func (c *calibration) step(knot int, x, weight float64) {
	q := &c.q[knot]
	eta := c.rate * weight * (1 + eagerness/(1+c.seen[knot]/eagerFor))
	for i, tau := range c.tau {
		if x > q[i] {
			q[i] += eta * tau
		} else {
			q[i] += eta * (tau - 1)
		}
	}
	q[p80] = max(q[p80], q[median]+apart)
	q[promised] = max(q[promised], q[median])
	c.seen[knot] += weight
}
