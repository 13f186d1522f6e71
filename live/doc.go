// Package live tells everybody who waits what happens, over Socket.IO: a room
// for each order, and one for the staff of each location. What is pushed was
// read from the committed log, in its order; nothing is pushed before.
package live
