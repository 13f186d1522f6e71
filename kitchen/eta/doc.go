// Package eta tells when an order will be ready, and what to promise.
//
// An Estimator is a fold over what happens in a kitchen: feed it each event,
// in the order of the log, and ask it at any time. It knows the queue of each
// station and looks ahead: which dishes are being cooked, how long they take
// here, and when those that wait get their turn. From every bump it learns the
// time of each dish, how many dishes a station works on at a time, its pace
// today, and how wrong its own forecasts are. It needs nothing but the taps
// that a kitchen makes anyway; what is configured helps, and may be wrong.
//
// It is pure: no clock, no disk, no goroutine. The same events give the same
// forecasts, bit for bit, and asking never changes what is learned. Times are
// minutes since 1970 inside, because all arithmetic is about minutes.
// An Estimator is not safe for concurrent use.
//
// docs/ready-time.md explains the method and what it reaches.
package eta
