// Package kitchen holds what a kitchen does with orders: which station makes
// what, what cooks, expo and the house may do to a task, how the status of an
// order follows from its tasks, and the views that screens show.
//
// The truth is the tasks of an order (order.Task). A ticket, an all-day count
// and a recall list are views of them and are stored nowhere.
//
// The package is pure: time and ids are arguments.
package kitchen
