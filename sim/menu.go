package sim

import (
	"math/rand/v2"

	"orderup/order"
)

// menu is what guests order from: the items of the proof of concept.
var menu = []order.Line{
	{Name: "Large Fries", Price: 350},
	{Name: "Small Fries", Price: 250},
	{Name: "Cheeseburger", Price: 850},
	{Name: "Chicken Burger", Price: 950},
	{Name: "Fish & Chips", Price: 1200},
	{Name: "Coca Cola", Price: 200},
	{Name: "Beer", Price: 350},
}

var guestNames = []string{
	"Amira", "Anton", "Beatriz", "Bram", "Chloé", "Daan", "Dmitri", "Elif", "Emma", "Farid", "Fatou", "Femke",
	"Giulia", "Hannah", "Hugo", "Ines", "Jonas", "Kenji", "Lars", "Lotte", "Lucía", "Maya", "Mehdi", "Mei",
	"Milan", "Nadia", "Noah", "Olga", "Paweł", "Priya", "Quinten", "Rosa", "Samuel", "Sofie", "Thabo", "Yara",
}

// quantities holds each quantity as often as it is ordered out of ten times.
var quantities = []int{1, 1, 1, 1, 1, 1, 1, 2, 2, 3}

// draft draws what a guest orders: one to four different items.
func draft(r *rand.Rand) order.Draft {
	lines := make([]order.Line, 1+r.IntN(4))
	for i, item := range r.Perm(len(menu))[:len(lines)] {
		lines[i] = menu[item]
		lines[i].Quantity = quantities[r.IntN(len(quantities))]
	}
	return order.Draft{Customer: guestNames[r.IntN(len(guestNames))], Lines: lines}
}
