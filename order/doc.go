// Package order holds what a guest asked for and how far it is: lines, totals,
// the table of statuses and the events that each change leaves in the log.
//
// The package is pure: time and ids are arguments. The JSON tags are the form
// in which orders and events are stored; what the world sees is package wire's.
package order
