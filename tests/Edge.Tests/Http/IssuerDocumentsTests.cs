using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Issuers;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

/// <summary>What an issuer says of itself: when it is read, and what is not taken from it.</summary>
public sealed class IssuerDocumentsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private FakeIssuer _issuer = null!;
    private IssuerRules _rules = null!;
    private IssuerClient _client = null!;
    private IssuerDocuments _documents = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await FakeIssuer.StartAsync();
        _rules = new IssuerRules(
            Options.Create(new AuthOptions { Issuer = _issuer.Address, ClientId = FakeIssuer.Client, Patience = TimeSpan.FromSeconds(30) }), Options.Create(new WebOptions()));
        _client = new IssuerClient(_rules);
        _documents = new IssuerDocuments(_client, _rules, _time);
    }

    public ValueTask DisposeAsync()
    {
        _documents.Dispose();
        _client.Dispose();
        return _issuer.DisposeAsync();
    }

    [Fact]
    public async Task AKeyThatIsNew_IsReadOnce_AndInventedOnesDoNotMakeUsAskAgain()
    {
        var first = await _documents.GetAsync(keyMissing: false, Ct);
        _issuer.ChangeKey();
        var early = await _documents.GetAsync(keyMissing: true, Ct);
        _time.Advance(IssuerDocuments.Pause);
        var late = await Task.WhenAll(_documents.GetAsync(keyMissing: true, Ct), _documents.GetAsync(keyMissing: true, Ct));

        Assert.Equal(("key-1", "key-1", "key-1+", "key-1+"), (KeyOf(first), KeyOf(early), KeyOf(late[0]), KeyOf(late[1])));
        Assert.Equal(2, _issuer.KeyReads);
    }

    [Fact]
    public async Task AnIssuerThatIsDown_IsKnownAsItWas_AndReadWhenItIsBack()
    {
        _issuer.IsUp = false;
        await Assert.ThrowsAsync<IssuerAwayException>(() => _documents.GetAsync(keyMissing: false, Ct));
        _issuer.IsUp = true;
        var first = await _documents.GetAsync(keyMissing: false, Ct);
        _issuer.IsUp = false;
        _issuer.ChangeKey();
        _time.Advance(IssuerDocuments.Lifetime);
        var down = await _documents.GetAsync(keyMissing: false, Ct);
        _issuer.IsUp = true;
        var back = await _documents.GetAsync(keyMissing: false, Ct);

        Assert.Equal(("key-1", "key-1", "key-1+"), (KeyOf(first), KeyOf(down), KeyOf(back)));
    }

    [Theory]
    [InlineData("issuer", "https://accounts.example.com")]
    [InlineData("issuer", null)]
    [InlineData("token_endpoint", "http://example.com/token")]
    [InlineData("jwks_uri", "file:///etc/passwd")]
    [InlineData("authorization_endpoint", "javascript:alert(1)")]
    [InlineData("authorization_endpoint", null)]
    public async Task ADocumentOfAnotherIssuer_OrWithPlacesThatNoSecretMayGoTo_IsNotTaken(string name, string? value)
    {
        _issuer.Document[name] = value;

        await Assert.ThrowsAsync<IssuerAwayException>(() => _documents.GetAsync(keyMissing: false, Ct));
    }

    [Fact]
    public async Task ATokenWithANewKey_IsProvenByIt_WithoutASecondTry()
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        using var meters = new TestMeters();
        using var metrics = new EdgeMetrics(meters);
        var tickets = new SignInTickets(new EphemeralDataProtectionProvider(), _time);
        var answers = new IssuerAnswers(_documents, _client, new IdTokens(_rules, _time), tickets, _rules, metrics, NullLogger<IssuerAnswers>.Instance);
        var (ticket, text) = tickets.Make("https://phone.example/signed-in", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", null);
        await _documents.GetAsync(keyMissing: false, Ct);
        _time.Advance(IssuerDocuments.Pause);
        _issuer.ChangeKey();
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        _issuer.Exchange = _ => FakeIssuer.Answer(_issuer.Sign(new JsonObject
        {
            ["iss"] = _issuer.Address, ["aud"] = FakeIssuer.Client, ["sub"] = "subject", ["nonce"] = ticket.Nonce, ["iat"] = now, ["exp"] = now + 600, ["email"] = "ana@example.com",
        }));

        var account = await answers.ReadAsync(new IssuerAnswer(text, ticket.State, "code", Verifier), null, Ct);

        Assert.Equal(new IssuerAccount("subject") { Email = "ana@example.com" }, account);
    }

    [Fact]
    public void ATicketEndsAfterTenMinutes()
    {
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        // The pair of RFC 7636 appendix B.
        var tickets = new SignInTickets(new EphemeralDataProtectionProvider(), _time);
        var (ticket, text) = tickets.Make("https://phone.example/signed-in", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", null);

        var good = tickets.Open(text, ticket.State, Verifier, null);
        _time.Advance(SignInTickets.Lifetime);

        Assert.Equal(ticket, good);
        Assert.Null(tickets.Open(text, ticket.State, Verifier, null));
    }

    private static string KeyOf(IssuerKnown known) => known.Keys.Single().KeyId;
}
