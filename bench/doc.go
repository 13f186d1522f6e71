// Package bench holds what the side-by-side measurements share: starting the servers, counting their CPU, and writing
// tables. The measurements are the commands in the folders below.
//
// Noise on a shared machine is larger than most differences between servers. So every figure is the median of several
// rounds, the servers take turns within each round, and what is compared is the ratio.
package bench
