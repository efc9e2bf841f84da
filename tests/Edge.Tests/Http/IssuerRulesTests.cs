using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.TestKit.Issuers;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>Which accounts and pages the settings admit. Google has rules of its own: a private account may have a company's address, and is not the company's.</summary>
public sealed class IssuerRulesTests
{
    private const string Other = "https://issuer.example";

    private static readonly IssuerDocument Document = new(
        new Uri("https://accounts.google.com/o/oauth2/v2/auth"), new Uri("https://oauth2.googleapis.com/token"), new Uri("https://www.googleapis.com/oauth2/v3/certs"), null, true);

    [Theory]
    [InlineData(AuthOptions.Google, "ana@gmail.com", true, null, true)]
    [InlineData(AuthOptions.Google, "ana@example.com", true, "example.com", true)]
    [InlineData(AuthOptions.Google, "ana@example.com", true, null, false)]
    [InlineData(AuthOptions.Google, "ana@gmail.com", false, null, false)]
    [InlineData(AuthOptions.Google, "ana@example.com", false, "example.com", false)]
    [InlineData(Other, "ana@example.com", true, null, true)]
    [InlineData(Other, "ana@example.com", false, null, false)]
    public void AnAddressIsTheAccounts_OfGooglesMailboxesAndOfCompaniesAlone(string issuer, string email, bool confirmed, string? domain, bool owns) =>
        Assert.Equal(owns, Rules(issuer).OwnsAddress(Account(email, confirmed, domain)));

    [Theory]
    [InlineData(AuthOptions.Google, "ana@example.com", "example.com", true)]
    [InlineData(AuthOptions.Google, "ana@example.com", null, false)]
    [InlineData(AuthOptions.Google, "ana@example.com", "other.example", false)]
    [InlineData(AuthOptions.Google, "ana@other.example", "example.com", true)]
    [InlineData(Other, "ana@example.com", null, true)]
    [InlineData(Other, "ana@EXAMPLE.com", null, true)]
    [InlineData(Other, "ana@other.example", null, false)]
    [InlineData(Other, "ana@example.com@other.example", null, false)]
    [InlineData(Other, "ana@example.com", "other.example", false)]
    [InlineData(Other, "", null, false)]
    public void OnlyAccountsOfTheDomainsSignIn(string issuer, string email, string? domain, bool admitted) =>
        Assert.Equal(admitted, Rules(issuer, "example.org, Example.com").AdmitsDomain(Account(email, true, domain)));

    [Fact]
    public void AnAddressThatIsNotConfirmed_IsOfNoDomain() => Assert.False(Rules(Other, "example.com").AdmitsDomain(Account("ana@example.com", false, null)));

    [Theory]
    [InlineData("", "")]
    [InlineData("example.com", "example.com")]
    [InlineData("example.com,example.org", "*")]
    public void PeopleChooseAmongTheirGoogleAccounts_AndAreShownThoseOfTheCompany(string domains, string asked)
    {
        var query = BrowserSignIn.Query(new Uri(Rules(AuthOptions.Google, domains).Address(Document, new SignInTicket("state", "nonce", "https://phone.example/signed-in", "challenge", null, 0))));

        Assert.Equal(("select_account", asked), (query["prompt"], query.GetValueOrDefault("hd", "")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/signed-in", true)]
    [InlineData("https://abcdefghijklmnop.chromiumapp.org/signed-in", true)]
    [InlineData("https://phone.example/signed-in", true)]
    [InlineData("https://phone.example/signed-in/more", false)]
    [InlineData("https://phone.example/signed-in?more", false)]
    [InlineData("https://phone.example/signed-in/../other", false)]
    [InlineData("https://PHONE.example/signed-in", false)]
    [InlineData("https://evil.example/signed-in", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("", false)]
    public void PeopleAreSentBackToPagesThatAreListedLetterByLetter(string address, bool admitted) => Assert.Equal(admitted, Rules(Other).AdmitsRedirect(address));

    private static IssuerAccount Account(string email, bool confirmed, string? domain) => new("subject") { Email = email, EmailConfirmed = confirmed, HostedDomain = domain };

    private static IssuerRules Rules(string issuer, string domains = "") => new(
        Options.Create(new AuthOptions
        {
            Issuer = issuer, ClientId = "client", HostedDomains = domains, RedirectUris = "https://abcdefghijklmnop.chromiumapp.org/signed-in, https://phone.example/signed-in",
        }),
        Options.Create(new WebOptions()));
}
