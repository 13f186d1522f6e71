package wire

import (
	"orderup/money"
	"orderup/order"
)

// An Order as the world sees it.
type Order struct {
	ID                 string `json:"id" doc:"For machines; URL-safe." example:"019a2c9e-7f3b-7c11-9b0e-3f3f6d1c2a10"`
	Number             string `json:"number" doc:"The ticket number of the day." example:"#001"`
	CustomerName       string `json:"customerName" example:"Test Customer"`
	Items              []Item `json:"items" nullable:"false"`
	TotalAmount        Price  `json:"totalAmount"`
	Currency           string `json:"currency" doc:"ISO 4217." example:"EUR"`
	Status             string `json:"status" enum:"pending,in_progress,ready,completed,cancelled"`
	EstimatedReadyTime Time   `json:"estimatedReadyTime"`
	CreatedAt          Time   `json:"createdAt"`
	UpdatedAt          Time   `json:"updatedAt"`
	Version            int64  `json:"version" doc:"1 when placed, one more with every change, without gaps." example:"1"`
	CancelReason       string `json:"cancelReason,omitempty" doc:"Why, once it is cancelled."`
	Work
}

// An Item is one line of an order.
type Item struct {
	ID       string `json:"id" doc:"Unique within the order." example:"1"`
	Name     string `json:"name" example:"Large Fries"`
	Price    Price  `json:"price" doc:"For one."`
	Quantity int    `json:"quantity" example:"1"`
	Notes    string `json:"notes,omitempty"`

	ItemID    string   `json:"itemId,omitempty" doc:"On the menu; missing for an item with a name and price of its own." example:"large-fries"`
	Options   []Option `json:"options,omitempty" doc:"What the guest chose; their prices are in price."`
	Allergies []string `json:"allergies,omitempty" doc:"Of who eats it." example:"[\"nuts\"]"`
	Allergens []string `json:"allergens,omitempty" doc:"That the dish contains."`
	Course    int      `json:"course,omitempty" doc:"From 1."`
	Voided    int      `json:"voided,omitempty" doc:"So many of the quantity were withdrawn and are not charged."`
}

// An Option is a choice of the guest about an item.
type Option struct {
	ID   string `json:"id,omitempty" doc:"On the menu." example:"no-onion"`
	Kind string `json:"kind" enum:"add,remove,choice"`
	Name string `json:"name" example:"no onion"`
}

func fromOption(o order.Option) Option { return Option{string(o.ID), string(o.Kind), o.Name} }

// FromOrder returns the public form of o.
func FromOrder(o order.Order) Order {
	w := Order{
		ID: string(o.ID), Number: o.Number.String(), CustomerName: o.Customer, Items: make([]Item, len(o.Lines)),
		TotalAmount: Price(o.Currency.Format(o.Total)), Currency: string(o.Currency), Status: string(o.Status),
		EstimatedReadyTime: Time(o.ReadyBy), CreatedAt: Time(o.PlacedAt), UpdatedAt: Time(o.UpdatedAt),
		Version: o.Version, CancelReason: string(o.Reason), Work: fromWork(o.Work),
	}
	for i, l := range o.Lines {
		w.Items[i] = fromLine(l, o.Currency)
	}
	return w
}

func fromLine(l order.Line, c money.Currency) Item {
	item := Item{
		ID: string(l.ID), Name: l.Name, Price: Price(c.Format(l.Price)), Quantity: l.Quantity, Notes: l.Notes,
		ItemID: string(l.Item), Allergies: l.Allergies, Allergens: l.Allergens, Course: l.Course, Voided: l.Voided,
	}
	for _, o := range l.Options {
		item.Options = append(item.Options, fromOption(o))
	}
	return item
}

// FromOrders returns the public form of a list; never null.
func FromOrders(orders []order.Order) []Order {
	list := make([]Order, len(orders))
	for i, o := range orders {
		list[i] = FromOrder(o)
	}
	return list
}
