// Package menu holds what can be ordered: items in categories, with their
// modifiers, prices, allergens, translations and the station that makes them;
// and, apart from it because it changes with every order, what is left of them.
//
// The package is pure. The JSON tags are the form in which a menu is stored and
// exported; docs/menu.md describes that form and the CSV one.
package menu
