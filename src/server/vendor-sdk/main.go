// Command vendorsdk runs the vendor's published Go SDK, unmodified, against a server, one journey for each call of the
// program. It prints every operation that was answered as the SDK's own documents say, and ends with 1 and a reason at
// the first thing that is wrong.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var journeys = map[string]func(caller){
	"keys":     keysJourney,
	"accounts": accountsJourney,
	"bindings": bindingsJourney,
	"reads":    readsJourney,
	"refusals": refusalsJourney,
}

func main() {
	journey, known := journeys[strings.Join(os.Args[1:], " ")]
	require(known, "name one of the journeys")
	base := os.Getenv("LATCHKEY_URL")
	carrier := newChecked(base, filepath.SplitList(os.Getenv("SDK_FOLDERS")))
	journey(caller{
		base:   base,
		http:   &http.Client{Transport: carrier, Timeout: 20 * time.Second},
		id:     os.Getenv("LATCHKEY_KEY"),
		secret: os.Getenv("LATCHKEY_SECRET"),
	})
}

func require(holds bool, format string, values ...any) {
	if !holds {
		fmt.Fprintf(os.Stderr, format+"\n", values...)
		os.Exit(1)
	}
}

func must(err error) {
	if err != nil {
		require(false, "%v", explain(err))
	}
}

// explain adds the body to errors of the SDK, which name the status alone.
func explain(err error) string {
	if withBody, ok := err.(interface{ Body() []byte }); ok {
		return fmt.Sprintf("%v: %s", err, withBody.Body())
	}
	return err.Error()
}

// equal compares what was wanted of something with what it is.
func equal[Value comparable](what string, got, wanted Value) {
	require(got == wanted, "%s is %v, not %v", what, got, wanted)
}

// same compares lists as equal does.
func same[Value comparable](what string, got, wanted []Value) {
	require(slices.Equal(got, wanted), "%s are %v, not %v", what, got, wanted)
}

// refusal is what all modules of the SDK decode errors to.
type refusal struct {
	Status, Detail string
	Source         struct{ Pointer, Parameter string }
}

// refused wants an error that the SDK has decoded, with this status and these words.
func refused(err error, response *http.Response, status int, words string) refusal {
	require(err != nil, "it was not refused with %d: %s", status, words)
	require(response != nil, "%v", err)
	equal("the status of "+response.Request.URL.String(), response.StatusCode, status)
	decoded, ok := err.(interface{ Model() any })
	require(ok && decoded.Model() != nil, "the SDK did not decode the refusal: %s", explain(err))
	text, problem := json.Marshal(decoded.Model())
	must(problem)
	var failure struct{ Errors []refusal }
	must(json.Unmarshal(text, &failure))
	require(len(failure.Errors) > 0, "the refusal holds no error: %s", text)
	first := failure.Errors[0]
	equal("the status in the refusal", first.Status, fmt.Sprint(status))
	require(first.Detail != "" && strings.Contains(first.Detail, words), "%q does not say %q", first.Detail, words)
	return first
}

// refusedAt wants a refusal to point at a place in the body, or at a parameter, too.
func refusedAt(place string, err error, response *http.Response, status int, words string) {
	source := refused(err, response, status, words).Source
	equal("the place of what is wrong", source.Pointer+source.Parameter, place)
}

// tokenOf takes the token of the next page out of its link, as the vendor's clients do. Empty: there is none.
func (c caller) tokenOf(next *string) string {
	if next == nil {
		return ""
	}
	require(strings.HasPrefix(*next, c.base+"/"), "%s does not lead to %s", *next, c.base)
	link, err := url.Parse(*next)
	must(err)
	token := link.Query().Get("page_token")
	require(token != "", "%s holds no token", *next)
	return token
}

// pages fetches all pages of a list, and wants more than one of them.
func pages[Item any](c caller, fetch func(token string) ([]Item, *string, error)) []Item {
	all := []Item{}
	for count, token := 1, ""; ; count++ {
		items, next, err := fetch(token)
		must(err)
		all = append(all, items...)
		if token = c.tokenOf(next); token == "" {
			require(count > 1, "all %d came on one page", len(all))
			return all
		}
	}
}
