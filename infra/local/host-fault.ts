/** The reasons not to start or not to go on that a person can act on. */

/** Its message is one whole sentence for the terminal; a stack would only hide it. */
export class HostFault extends Error {}
