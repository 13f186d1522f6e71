package evening

import (
	"math/rand/v2"
	"reflect"
	"slices"

	"orderup/menu"
	"orderup/order"
)

// draft draws what a party of a kind orders.
func (s *Script) draft(luck *rand.Rand, k order.Kind) order.Draft {
	switch k {
	case order.DineIn:
		return s.table(luck, pick(luck, tables), 2+luck.IntN(4))
	case order.Counter:
		return s.meal(luck, order.Draft{Kind: k}, 1)
	}
	return s.meal(luck, order.Draft{Kind: k}, 1+luck.IntN(3))
}

// table draws what so many people order at a table.
func (s *Script) table(luck *rand.Rand, name string, covers int) order.Draft {
	return s.meal(luck, order.Draft{Kind: order.DineIn, Table: name, Covers: covers}, covers)
}

var tables = []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "Bar 1", "Bar 2", "Terrace 1", "Terrace 2", "Terrace 3"}

// meal puts on an order what so many people eat.
func (s *Script) meal(luck *rand.Rand, d order.Draft, people int) order.Draft {
	d.Customer = pick(luck, guestNames)
	plate := atOnce
	if d.Kind == order.DineIn && luck.Float64() < 0.6 {
		plate = inCourses
	}
	for range people {
		d.Lines = s.eat(luck, d.Lines, plate)
	}
	if len(d.Lines) == 0 { // nobody was hungry
		d.Lines = s.eat(luck, nil, []wish{{"drinks", 1, 0}})
	}
	return d
}

// A wish is for something of a category, with a probability.
type wish struct {
	category menu.CategoryID
	odds     float64
	course   int
}

// What one person eats: all at once, or in two courses.
var (
	atOnce = []wish{
		{"fries", 0.75, 0}, {"snacks", 0.5, 0}, {"burgers", 0.4, 0}, {"mains", 0.15, 0}, {"salads", 0.08, 0}, {"drinks", 0.45, 0}, {"sweets", 0.06, 0},
	}
	inCourses = []wish{
		{"drinks", 0.95, 1}, {"snacks", 0.5, 1}, {"salads", 0.25, 1}, {"mains", 0.55, 2}, {"burgers", 0.4, 2}, {"fries", 0.15, 2},
	}
)

// eat adds what one person orders.
func (s *Script) eat(luck *rand.Rand, lines []order.Line, plate []wish) []order.Line {
	var allergies []string
	if luck.Float64() < 0.05 {
		allergies = []string{pick(luck, allergens)}
	}
	for _, w := range plate {
		if luck.Float64() >= w.odds {
			continue
		}
		if l, ok := s.line(luck, w.category); ok {
			l.Course, l.Allergies = w.course, allergies
			lines = join(lines, l)
		}
	}
	return lines
}

// allergens are what some guests must not eat, in their words.
var allergens = []string{"nuts", "gluten", "milk", "eggs", "shellfish", "celery", "sesame"}

// join adds a line to lines, as more of another that is just the same.
func join(lines []order.Line, l order.Line) []order.Line {
	for i := range lines {
		more := l
		more.Quantity = lines[i].Quantity
		if reflect.DeepEqual(lines[i], more) {
			lines[i].Quantity += l.Quantity
			return lines
		}
	}
	return append(lines, l)
}

// line draws one dish of a category; false when all of it is sold out.
func (s *Script) line(luck *rand.Rand, of menu.CategoryID) (order.Line, bool) {
	var dishes []menu.Item
	for _, it := range s.Menu.Items {
		if it.Category == of && !it.Hidden && !slices.Contains(s.soldOut, it.ID) {
			dishes = append(dishes, it)
		}
	}
	if len(dishes) == 0 {
		return order.Line{}, false
	}
	dish := dishes[min(luck.IntN(len(dishes)), luck.IntN(len(dishes)))] // what is first on the menu is ordered most
	chosen, err := s.Menu.Choose(menu.Selection{Item: dish.ID, Quantity: 1, Options: s.options(luck, dish)}, s.Menu.Language)
	if err != nil {
		return order.Line{}, false
	}
	l := order.Line{Item: dish.ID, Quantity: 1}
	l.Fill(chosen)
	if notes := remarks[of]; len(notes) > 0 && luck.Float64() < 0.06 {
		l.Notes = pick(luck, notes)
	}
	return l, true
}

// options draws the answers to a dish's questions.
func (s *Script) options(luck *rand.Rand, dish menu.Item) (picked []menu.OptionID) {
	for _, id := range dish.Groups {
		g, _ := s.Menu.Group(id) // a checked menu has it
		n := g.Min
		if odds, asked := likes[id]; n < g.Max && luck.Float64() < odds || !asked && n < g.Max && luck.Float64() < 0.15 {
			n++
		}
		for _, i := range luck.Perm(len(g.Options))[:n] {
			picked = append(picked, g.Options[i].ID)
		}
	}
	return picked
}

// likes is how often an optional question is answered, where it is not seldom.
var likes = map[menu.GroupID]float64{"sauce": 0.65, "topping": 0.6, "extras": 0.25, "leave-out": 0.2, "coffee-milk": 0.5, "salt": 0.05}

// remarks are what guests ask for beyond the menu.
var remarks = map[menu.CategoryID][]string{
	"fries":   {"extra crispy, please", "sauce on the side", "in a cone"},
	"snacks":  {"cut in half", "sauce on the side"},
	"burgers": {"cut in half", "for a child", "no salad on the plate"},
	"mains":   {"sauce on the side", "small portion", "plate very hot, please"},
	"salads":  {"dressing on the side"},
}
