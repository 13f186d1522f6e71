package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"orderup/restaurant"
	"orderup/sim"
	"orderup/staff"
)

// MaxBody is the size in bytes of the largest request body, but for the file of
// a menu: menu.MaxBytes.
const MaxBody = 64 << 10

// bodyTimeout is how long a body may take to arrive.
const bodyTimeout = 5 * time.Second

// A Config is what the REST side of a house is made of.
type Config struct {
	House   *restaurant.House
	Kitchen *sim.Kitchen
	Who     func(*http.Request) staff.Principal
	Clients func() restaurant.Clients // the sockets of this node
	Ready   func() error              // nil while the sockets are sent the newest events; otherwise a fault that says why not
	Metrics http.Handler
	Version string
	Log     *slog.Logger
}

// An API serves the routes of a house.
type API struct {
	Config
	huma     huma.API
	openAPI  []byte
	asyncAPI []byte
	draining chan struct{}
}

// New registers the routes of a house on a mux, and an answer in our form for
// everything else.
func New(mux *http.ServeMux, c Config) (*API, error) {
	a := &API{Config: c, draining: make(chan struct{})}
	speakOurForm()
	a.huma = humago.New(knowing{mux, a}, describe(c.Version))
	a.routes()
	a.describeMenuFile()
	if err := a.documents(mux); err != nil {
		return nil, err
	}
	mux.Handle("/", unknownRoute(mux))
	return a, nil
}

// speakOurForm makes huma word its own errors as we do, which it takes from a
// variable of its package.
var speakOurForm = sync.OnceFunc(func() { huma.NewError = refuse })

// Drain ends the event streams, whose clients then come back, and makes
// /readyz say that the house is closing.
func (a *API) Drain() { close(a.draining) }

// routes is the table of all routes.
func (a *API) routes() {
	register(a, http.MethodPost, "/orders", placeRoute, a.place)
	register(a, http.MethodGet, "/orders", listRoute, a.list)
	register(a, http.MethodGet, "/orders/{id}", readRoute, a.read)
	register(a, http.MethodPost, "/orders/{id}/status", statusRoute, a.setStatus)
	register(a, http.MethodPatch, "/orders/{id}/status", statusRoute.named("patch-status"), a.setStatus)
	register(a, http.MethodPost, "/orders/{id}/cancel", cancelRoute, a.cancel)
	register(a, http.MethodPost, "/orders/quote", quoteRoute, a.quote)
	register(a, http.MethodPost, "/orders/{id}/items", addItemsRoute, a.addItems)
	register(a, http.MethodPost, "/orders/{id}/kitchen/{verb}", workRoute, a.work)
	register(a, http.MethodGet, "/orders/{id}/events", orderEventsRoute, a.streamOrder)
	register(a, http.MethodGet, "/events", eventsRoute, a.streamAll)
	register(a, http.MethodPost, "/orders/demo/create-sample", samplesRoute, a.createSamples)
	register(a, http.MethodPost, "/orders/simulate/kitchen-workflow", simulateRoute, a.simulate)
	register(a, http.MethodPost, "/orders/simulate/stop", stopRoute, a.stopSimulation)
	register(a, http.MethodGet, "/orders/simulate", simulationRoute, a.simulation)
	register(a, http.MethodGet, "/orders/stats/overview", statsRoute, a.stats)
	register(a, http.MethodGet, "/stats/eta", etaStatsRoute, a.promises)
	register(a, http.MethodGet, "/kitchen/setup", setupRoute, a.kitchen)
	register(a, http.MethodPut, "/kitchen/setup", setUpRoute, a.setUp)
	register(a, http.MethodPost, "/kitchen/stations/{id}/{state}", stationRoute, a.openStation)
	register(a, http.MethodGet, "/kitchen/tickets", ticketsRoute, a.tickets)
	register(a, http.MethodGet, "/kitchen/all-day", allDayRoute, a.allDay)
	register(a, http.MethodGet, "/kitchen/recall", recallRoute, a.recall)
	register(a, http.MethodGet, "/menu", menuRoute, a.menu)
	register(a, http.MethodPut, "/menu", replaceMenuRoute, a.replaceMenu)
	register(a, http.MethodGet, "/menu/export", exportMenuRoute, a.exportMenu)
	register(a, http.MethodPost, "/menu/import", importMenuRoute, a.importMenu)
	register(a, http.MethodGet, "/menu/items/{id}", readItemRoute, a.readItem)
	register(a, http.MethodPut, "/menu/items/{id}", putItemRoute, a.putItem)
	register(a, http.MethodDelete, "/menu/items/{id}", deleteItemRoute, a.deleteItem)
	register(a, http.MethodPost, "/menu/items/{id}/availability", availabilityRoute, a.setAvailability)
	register(a, http.MethodGet, "/menu/categories/{id}", readCategoryRoute, a.readCategory)
	register(a, http.MethodPut, "/menu/categories/{id}", putCategoryRoute, a.putCategory)
	register(a, http.MethodDelete, "/menu/categories/{id}", deleteCategoryRoute, a.deleteCategory)
	register(a, http.MethodGet, "/menu/groups/{id}", readGroupRoute, a.readGroup)
	register(a, http.MethodPut, "/menu/groups/{id}", putGroupRoute, a.putGroup)
	register(a, http.MethodDelete, "/menu/groups/{id}", deleteGroupRoute, a.deleteGroup)
	register(a, http.MethodGet, "/healthz", healthRoute, a.healthz)
	register(a, http.MethodGet, "/readyz", readyRoute, a.readyz)
	register(a, http.MethodGet, "/metrics", metricsRoute, a.metrics)
}

// A route is what the documents say of a route beside its types.
type route struct {
	id, tag, summary, text string
	status                 int   // of success, 200 if 0
	errors                 []int // that it may answer beside 500
	media                  string
	body                   int64 // the size in bytes of the largest body, MaxBody if 0
}

// named returns the route under another operation id.
func (r route) named(id string) route {
	r.id = id
	return r
}

// register adds a route whose handler returns faults.
func register[In, Out any](a *API, method, path string, r route, handle func(context.Context, *In) (*Out, error)) {
	responses := r.responses()
	// MaxBodyBytes: huma refuses a body that fills it.
	op := huma.Operation{
		OperationID: r.id, Method: method, Path: path, Tags: []string{r.tag}, Summary: r.summary, Description: r.text,
		DefaultStatus: r.status, Errors: r.errors, MaxBodyBytes: cmp.Or(r.body, MaxBody) + 1, BodyReadTimeout: bodyTimeout, Responses: responses,
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *In) (*Out, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, op.OperationID, err)
		}
		return out, nil
	})
	describeRetry(responses)
}

// responses describes the answer of a route that does not answer in JSON.
func (r route) responses() map[string]*huma.Response {
	if r.media == "" {
		return map[string]*huma.Response{}
	}
	return map[string]*huma.Response{"200": {
		Description: "OK", Content: map[string]*huma.MediaType{r.media: {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
}

// describeRetry adds to the refusals that may pass the header that says when.
func describeRetry(responses map[string]*huma.Response) {
	for _, status := range []int{http.StatusServiceUnavailable, http.StatusInsufficientStorage} {
		if r, ok := responses[strconv.Itoa(status)]; ok {
			r.Headers = map[string]*huma.Param{"Retry-After": {
				Description: "Try again after so many seconds.", Schema: &huma.Schema{Type: huma.TypeInteger},
			}}
		}
	}
}

// knowing is a mux that tells the routes who is calling and refuses bodies it
// would have to unpack.
type knowing struct {
	*http.ServeMux
	api *API
}

// callerKey is the key of the caller in a request's context.
type callerKey struct{}

// HandleFunc registers a route.
func (m knowing) HandleFunc(pattern string, handle func(http.ResponseWriter, *http.Request)) {
	m.ServeMux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		if coding := r.Header.Get("Content-Encoding"); r.Method != http.MethodGet && coding != "" && coding != "identity" {
			writeProblem(w, newProblem(http.StatusUnsupportedMediaType, "send the body as it is, without Content-Encoding"))
			return
		}
		handle(w, r.WithContext(context.WithValue(r.Context(), callerKey{}, m.api.Who(r))))
	})
}

// caller returns who makes a request.
func caller(ctx context.Context) staff.Principal { return ctx.Value(callerKey{}).(staff.Principal) }
