/** What the laptop says where AWS would name a region and an account. */

/** Jakarta, where the product is meant to run. */
export const REGION = 'ap-southeast-3';

/** The account number that local engines use by custom. */
export const ACCOUNT = '000000000000';
