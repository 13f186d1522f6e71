package menu

import (
	_ "embed"
	"fmt"
)

//go:embed demo.json
var demo []byte

// Demo returns the menu of a Belgian fry shop, with everything that a menu can
// have. Its rates of tax are an example that an owner has to check.
func Demo() *Menu {
	m, err := ParseJSON(demo)
	if err != nil {
		panic(fmt.Sprintf("the demo menu is part of the program, yet: %v", err))
	}
	return m
}
