package main

import (
	"os"
	"slices"

	iam "github.com/confluentinc/ccloud-sdk-go-v2/iam/v2"
	mds "github.com/confluentinc/ccloud-sdk-go-v2/mds/v2"
)

// newAccount creates a service account, and returns its id.
func (c caller) newAccount(name string) string {
	ctx, api := c.accounts()
	account, _, err := api.CreateIamV2ServiceAccount(ctx).IamV2ServiceAccount(iam.IamV2ServiceAccount{
		DisplayName: &name,
		Description: iam.PtrString("for the SDK"),
	}).Execute()
	must(err)
	equal("the account's name", account.GetDisplayName(), name)
	return account.GetId()
}

func (c caller) removeAccount(id string) {
	ctx, api := c.accounts()
	_, err := api.DeleteIamV2ServiceAccount(ctx, id).Execute()
	must(err)
}

// accountsJourney makes, finds, describes and deletes service accounts, and with one its keys (K14).
func accountsJourney(c caller) {
	ctx, api := c.accounts()
	names := []string{"sdk-a, b", "sdk-ü", "sdk-c"}
	made := []string{}
	for _, name := range names {
		made = append(made, c.newAccount(name))
	}
	found := []string{}
	for _, account := range pages(c, func(token string) ([]iam.IamV2ServiceAccount, *string, error) {
		request := api.ListIamV2ServiceAccounts(ctx).PageSize(2)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		return list.Data, list.Metadata.Next.Get(), err
	}) {
		found = append(found, account.GetId())
	}
	for _, id := range made {
		require(slices.Contains(found, id), "%s is not listed: %v", id, found)
	}
	named := []string{}
	for _, account := range pages(c, func(token string) ([]iam.IamV2ServiceAccount, *string, error) {
		request := api.ListIamV2ServiceAccounts(ctx).DisplayName(names[:2]).PageSize(1)
		if token != "" {
			request = request.PageToken(token)
		}
		list, _, err := request.Execute()
		return list.Data, list.Metadata.Next.Get(), err
	}) {
		named = append(named, account.GetId())
	}
	same("the accounts of two names", named, made[:2])

	description := "described anew"
	changed, _, err := api.UpdateIamV2ServiceAccount(ctx, made[0]).IamV2ServiceAccountUpdate(
		iam.IamV2ServiceAccountUpdate{Description: &description},
	).Execute()
	must(err)
	equal("the description", changed.GetDescription(), description)
	got, _, err := api.GetIamV2ServiceAccount(ctx, made[0]).Execute()
	must(err)
	equal("the description that is kept", got.GetDescription(), description)

	key := c.newKey(made[0], "cloud", "goes with its owner")
	orphan := c.with(key.GetId(), key.Spec.GetSecret())
	for _, id := range made {
		c.removeAccount(id)
	}
	_, response, err := api.GetIamV2ServiceAccount(ctx, made[0]).Execute()
	refused(err, response, 404, made[0])
	orphanContext, environments := orphan.environments()
	_, response, err = environments.ListOrgV2Environments(orphanContext).Execute()
	refused(err, response, 401, "invalid API key")
}

// bindingsJourney gives a role and takes it away, and lists what there is.
func bindingsJourney(c caller) {
	ctx, api := c.bindings()
	account := c.newAccount("sdk-bindings")
	environment := os.Getenv("LATCHKEY_ENVIRONMENT")
	pattern := "crn://latchkey/organization=" + os.Getenv("LATCHKEY_ORGANIZATION")
	list, _, err := api.ListIamV2RoleBindings(ctx).CrnPattern(pattern + "/*").PageSize(100).Execute()
	must(err)
	require(len(list.Data) > 0, "there are no role bindings")
	binding, _, err := api.CreateIamV2RoleBinding(ctx).IamV2RoleBinding(mds.IamV2RoleBinding{
		Principal:  mds.PtrString("User:" + account),
		RoleName:   mds.PtrString("EnvironmentAdmin"),
		CrnPattern: mds.PtrString(pattern + "/environment=" + environment),
	}).Execute()
	must(err)
	_, response, err := api.CreateIamV2RoleBinding(ctx).IamV2RoleBinding(mds.IamV2RoleBinding{
		Principal:  mds.PtrString("User:sa-none"),
		RoleName:   mds.PtrString("EnvironmentAdmin"),
		CrnPattern: mds.PtrString(pattern + "/environment=" + environment),
	}).Execute()
	refusedAt("/principal", err, response, 400, "sa-none")
	got, _, err := api.GetIamV2RoleBinding(ctx, binding.GetId()).Execute()
	must(err)
	equal("the role", got.GetRoleName(), "EnvironmentAdmin")
	equal("the pattern", got.GetCrnPattern(), pattern+"/environment="+environment)
	of, _, err := api.ListIamV2RoleBindings(ctx).CrnPattern(pattern + "/*").Principal("User:" + account).Execute()
	must(err)
	equal("how many roles the account has", len(of.Data), 1)
	_, _, err = api.DeleteIamV2RoleBinding(ctx, binding.GetId()).Execute()
	must(err)
	_, response, err = api.GetIamV2RoleBinding(ctx, binding.GetId()).Execute()
	refused(err, response, 404, binding.GetId())
	c.removeAccount(account)
}
