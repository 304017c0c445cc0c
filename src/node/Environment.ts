/** The environment variables of a process, by name. */
export type Environment = { readonly [name: string]: string | undefined }
