using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>What the section <c>Auth</c> makes of addresses and accounts.</summary>
internal sealed class IssuerRules(IOptions<AuthOptions> auth, IOptions<WebOptions> web)
{
    public AuthOptions Options => auth.Value;

    private bool IsGoogle => Options.Issuer == AuthOptions.Google;

    /// <summary>Whether people may be sent back to an address: exactly as it is listed, because a prefix would let in whoever can write below it.</summary>
    public bool AdmitsRedirect(string address) =>
        address == new Uri(web.Value.Url, "signed-in").ToString() || Options.Redirects.Contains(address, StringComparer.Ordinal);

    /// <summary>Whether accounts of this kind may sign in.</summary>
    public bool AdmitsDomain(IssuerAccount account)
    {
        // A private Google account may have a company's address and is still not the company's: of Google only the claim counts.
        var domain = account.HostedDomain ?? (IsGoogle ? null : account.ConfirmedDomain);
        return Options.Domains.Count == 0 || Options.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the issuer knows that the address belongs to the account today.</summary>
    /// <remarks>Google says so of its own mailboxes and of companies' accounts; other addresses were confirmed once, and may have changed hands.</remarks>
    public bool OwnsAddress(IssuerAccount account) =>
        account.EmailConfirmed && (!IsGoogle || account.HostedDomain is not null || account.ConfirmedDomain is "gmail.com" or "googlemail.com");

    /// <summary>Where the browser goes to sign in.</summary>
    public string Address(IssuerDocument document, SignInTicket ticket)
    {
        var query = new List<(string Name, string Value)>
        {
            ("response_type", "code"), ("client_id", Options.ClientId), ("redirect_uri", ticket.RedirectUri), ("scope", Options.Scopes), ("state", ticket.State),
            ("nonce", ticket.Nonce), ("code_challenge", ticket.Challenge), ("code_challenge_method", "S256"),
        };
        if (IsGoogle)
        {
            query.Add(("prompt", "select_account"));
            if (Options.Domains.Count > 0)
            {
                query.Add(("hd", Options.Domains.Count == 1 ? Options.Domains[0] : "*"));
            }
        }

        var separator = document.Authorization.Query.Length > 0 ? "&" : "?";
        return document.Authorization + separator + string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"));
    }
}
