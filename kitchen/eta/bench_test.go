package eta_test

import (
	"fmt"
	"testing"

	"orderup/kitchen/eta"
)

// crowds are how many orders are open while a benchmark asks.
var crowds = []int{10, 200, 1000, 100_000}

// crowd is a practised kitchen with so many open orders, half an hour's worth.
func crowd(orders int) *eta.Estimator {
	e := practised()
	for i := range orders {
		lines := []eta.Line{{ID: "1", Item: "burger"}, {ID: "2", Item: "fries", Quantity: 2}, {ID: "3", Item: "burger", Course: 1}}
		e.Create(fmt.Sprint("order ", i), lines, at(noon+30*float64(i)/float64(orders)))
	}
	return e
}

// fresh is half past noon or a minute later, in turns: no look at a queue
// serves twice.
func fresh(n int) float64 { return noon + 30 + float64(n%2) }

// BenchmarkForecast asks when the last order will be ready.
func BenchmarkForecast(b *testing.B) {
	for _, orders := range crowds {
		b.Run(fmt.Sprintf("open=%d", orders), func(b *testing.B) {
			e, last := crowd(orders), fmt.Sprint("order ", orders-1)
			for n := 0; b.Loop(); n++ {
				if _, ok := e.Forecast(last, at(fresh(n))); !ok {
					b.Fatal("not open")
				}
			}
		})
	}
}

// BenchmarkQuote is BenchmarkForecast for an order that has not come yet.
func BenchmarkQuote(b *testing.B) {
	lines := []eta.Line{{ID: "1", Item: "burger"}, {ID: "2", Item: "fries"}}
	for _, orders := range crowds {
		b.Run(fmt.Sprintf("open=%d", orders), func(b *testing.B) {
			e := crowd(orders)
			for n := 0; b.Loop(); n++ {
				e.Quote(lines, at(fresh(n)))
			}
		})
	}
}

// BenchmarkForecastAll is what the house does every half minute: it publishes
// every open order.
func BenchmarkForecastAll(b *testing.B) {
	for _, orders := range crowds {
		b.Run(fmt.Sprintf("open=%d", orders), func(b *testing.B) {
			e := crowd(orders)
			open := e.Open()
			for n := 0; b.Loop(); n++ {
				for _, order := range open {
					e.Publish(order, at(fresh(n)))
				}
			}
		})
	}
}

// BenchmarkOrder is the whole life of an order in a crowd: it comes, is
// cooked and leaves.
func BenchmarkOrder(b *testing.B) {
	for _, orders := range crowds {
		b.Run(fmt.Sprintf("open=%d", orders), func(b *testing.B) {
			e, minute, n := crowd(orders), noon+30, 0
			for b.Loop() {
				n++
				minute += 1.0 / 60
				serve(e, fmt.Sprint("new ", n), "burger", minute, 0.01)
			}
		})
	}
}
