// Package menu is what can be ordered.
package menu
