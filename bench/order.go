package bench

import (
	"encoding/json"
	"fmt"
)

// Place posts an order of two lines and returns its id.
func (c *Caller) Place(customer string) (id string, err error) {
	answer, err := c.Post("/orders", orderFor(customer))
	if err != nil {
		return "", err
	}
	var placed struct {
		Order struct {
			ID string `json:"id"`
		} `json:"order"`
	}
	if err := json.Unmarshal(answer, &placed); err != nil {
		return "", fmt.Errorf("read the placed order: %w", err)
	}
	return placed.Order.ID, nil
}

// orderFor is what is posted; the name is one that Go and JSON quote alike.
func orderFor(customer string) []byte {
	return fmt.Appendf(nil, `{"customerName":%q,"items":[{"name":"Large Fries","price":3.50,"quantity":1},{"name":"Cheeseburger","price":8.50,"quantity":1}]}`, customer)
}

// Toggle gives an order the other of two statuses, told apart by whether change is even, with a message that says which
// change it is.
func (c *Caller) Toggle(order string, change int) error {
	status := []string{"in_progress", "ready"}[change%2]
	_, err := c.Post("/orders/"+order+"/status", fmt.Appendf(nil, `{"status":%q,"message":"%s"}`, status, Tag(change)))
	return err
}
