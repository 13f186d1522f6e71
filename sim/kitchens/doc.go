// Package kitchens draws restaurants from seeds and plays their days: who
// orders when, what is cooked how long, and what the screens hear of it. It is
// what forecasts of ready times are scored against (bench/eta), and knows
// nothing of how they are made.
//
// A House is what a seed draws: stations with one to four slots, or baskets
// that cook several equal units; nine to forty dishes with lognormal times;
// an owner who is wrong about them; cooks who are faster on some days and
// hours than on others, and hurry when it piles up; guests who come at lunch
// and at dinner, so many that the busiest station is nearly, or just, too
// small. A Scenario breaks what forecasters like to assume. The same seed and
// scenario give the same events, bit for bit.
package kitchens
