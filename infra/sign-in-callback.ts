/** Where a program on an admin's own machine catches the sign-in code (RFC 8252, section 7.3). */
export const SIGN_IN_CALLBACK = 'http://localhost:8976/callback';
