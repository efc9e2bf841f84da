// A certified OpenID provider with Google's claims, for tests: accounts come from the command line, and whoever names one is it.
// node provider.js PORT CLIENT SECRET ACCOUNTS REDIRECT...   ACCOUNTS is JSON: {"name": {"email": "…", "email_verified": true, "hd": "…"}}
import { Provider } from 'oidc-provider';

const [port, client, secret, accountsText, ...redirects] = process.argv.slice(2);
const accounts = JSON.parse(accountsText);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: redirects, response_types: ['code'], grant_types: ['authorization_code'] }],
  // As Google does it: the claims of the scopes are in the ID token.
  conformIdTokenClaims: false,
  claims: { openid: ['sub', 'hd'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  cookies: { keys: ['for tests alone'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) =>
    Object.hasOwn(accounts, id) ? { accountId: id, claims: async () => ({ sub: id, ...accounts[id] }) } : undefined,
});

provider.listen(Number(port), '127.0.0.1', () => console.log('The provider is listening'));
