package main

import (
	"os"
	"regexp"

	apikeys "github.com/confluentinc/ccloud-sdk-go-v2/apikeys/v2"
)

// newKey creates a key as the vendor's command line does: the owner and the resource by their ids alone.
func (c caller) newKey(owner, resource, description string) apikeys.IamV2ApiKey {
	key, err := c.tryNewKey(owner, resource, description)
	must(err)
	return key
}

func (c caller) tryNewKey(owner, resource, description string) (apikeys.IamV2ApiKey, error) {
	ctx, api := c.keys()
	key, _, err := api.CreateIamV2ApiKey(ctx).IamV2ApiKey(order(owner, resource, description)).Execute()
	return key, err
}

func order(owner, resource, description string) apikeys.IamV2ApiKey {
	return apikeys.IamV2ApiKey{Spec: &apikeys.IamV2ApiKeySpec{
		Description: &description,
		Owner:       &apikeys.ObjectReference{Id: owner},
		Resource:    &apikeys.ObjectReference{Id: resource},
	}}
}

func ids(keys []apikeys.IamV2ApiKey) []string {
	found := []string{}
	for _, key := range keys {
		found = append(found, key.GetId())
	}
	return found
}

// keysOf lists an account's keys, two on a page.
func (c caller) keysOf(owner string, total int32) []apikeys.IamV2ApiKey {
	ctx, api := c.keys()
	return pages(c, func(token string) ([]apikeys.IamV2ApiKey, *string, error) {
		// The command line sends its filters empty where they are not given.
		request := api.ListIamV2ApiKeys(ctx).SpecOwner(owner).SpecResource("").PageSize(2)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		if err == nil {
			equal("total_size", list.Metadata.GetTotalSize(), total)
		}
		return list.Data, list.Metadata.Next.Get(), err
	})
}

var keyID = regexp.MustCompile(`^[A-Z0-9]{16}$`)

// keysJourney makes, finds, renames and deletes keys, for the cloud account and for a cluster.
func keysJourney(c caller) {
	ctx, api := c.keys()
	person := os.Getenv("LATCHKEY_OWNER")

	cloud := c.newKey(person, "cloud", "made by the SDK")
	require(keyID.MatchString(cloud.GetId()), "%q is no id of a key", cloud.GetId())
	equal("the owner's kind", cloud.Spec.Owner.GetKind(), "User")
	equal("the resource's kind", cloud.Spec.Resource.GetKind(), "Cloud")
	// It authenticates at once, which the vendor's Terraform provider waits for.
	fresh := c.with(cloud.GetId(), cloud.Spec.GetSecret())
	freshContext, environments := fresh.environments()
	_, _, err := environments.ListOrgV2Environments(freshContext).Execute()
	must(err)

	// As Terraform asks for one: without any resource.
	bare := order(person, "", "")
	bare.Spec.Resource = nil
	other, _, err := api.CreateIamV2ApiKey(ctx).IamV2ApiKey(bare).Execute()
	must(err)
	equal("the resource without one", other.Spec.Resource.Id, "cloud")

	account := c.newAccount("sdk-keys")
	cluster := os.Getenv("LATCHKEY_CLUSTER")
	made := []string{}
	for _, description := range []string{"one", "two", "three", "four", "five"} {
		key := c.newKey(account, cluster, description)
		require(key.Spec.GetSecret() != "", "a new key has no secret")
		equal("the cluster's kind", key.Spec.Resource.GetKind(), "Cluster")
		equal("the cluster's API", key.Spec.Resource.GetApiVersion(), "cmk/v2")
		made = append(made, key.GetId())
	}
	listed := c.keysOf(account, 5)
	same("the listed keys", ids(listed), made)
	for _, key := range listed {
		require(!key.Spec.HasSecret(), "a list shows a secret")
	}
	of, _, err := api.ListIamV2ApiKeys(ctx).SpecResource(cluster).SpecOwner(account).PageSize(100).Execute()
	must(err)
	same("the cluster's keys", ids(of.Data), made)

	first := made[0]
	equal("the description", c.describe(first, "renamed"), "renamed")
	equal("the cleared description", c.describe(first, ""), "")
	name := "orders in CI"
	named, _, err := api.UpdateIamV2ApiKey(ctx, first).IamV2ApiKeyUpdate(apikeys.IamV2ApiKeyUpdate{
		Spec: &apikeys.IamV2ApiKeySpecUpdate{DisplayName: &name},
	}).Execute()
	must(err)
	equal("the name", named.Spec.GetDisplayName(), name)
	got, _, err := api.GetIamV2ApiKey(ctx, first).Execute()
	must(err)
	equal("the name that is kept", got.Spec.GetDisplayName(), name)
	require(!got.Spec.HasSecret() && !named.Spec.HasSecret(), "a secret is shown again")

	_, err = api.DeleteIamV2ApiKey(ctx, first).Execute()
	must(err)
	_, response, err := api.GetIamV2ApiKey(ctx, first).Execute()
	refused(err, response, 404, first)
	response, err = api.DeleteIamV2ApiKey(ctx, first).Execute()
	refused(err, response, 404, first)
	same("the keys that are left", ids(c.keysOf(account, 4)), made[1:])

	// Deleted, a key opens nothing any more, from this moment on.
	for _, id := range []string{cloud.GetId(), other.GetId()} {
		_, err = api.DeleteIamV2ApiKey(ctx, id).Execute()
		must(err)
	}
	_, response, err = environments.ListOrgV2Environments(freshContext).Execute()
	refused(err, response, 401, "invalid API key")
	c.removeAccount(account)
}

// describe changes a key's description, and returns what it became.
func (c caller) describe(id, description string) string {
	ctx, api := c.keys()
	key, _, err := api.UpdateIamV2ApiKey(ctx, id).IamV2ApiKeyUpdate(apikeys.IamV2ApiKeyUpdate{
		Spec: &apikeys.IamV2ApiKeySpecUpdate{Description: &description},
	}).Execute()
	must(err)
	return key.Spec.GetDescription()
}
