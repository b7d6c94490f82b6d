/** A service, as operations name it in their path. */
export type ServiceKey = { readonly project: string; readonly service_name: string };
