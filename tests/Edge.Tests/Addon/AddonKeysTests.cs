using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Addon;
using RtcCluster.Edge.Http.Issuers;
using RtcCluster.TestKit.Google;
using Xunit;

namespace RtcCluster.Edge.Tests.Addon;

/// <summary>The keys of the add-on's tokens change every few days, without a word.</summary>
public sealed class AddonKeysTests
{
    [Fact]
    public async Task ATokenOfANewKey_IsTakenOnceTheKeysMayBeReadAgain()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var google = await FakeGoogle.StartAsync(time);
        using var hosts = new FakeWorkspace(google, "https://phone.example.com");
        var options = Options.Create(new AddonOptions { ServiceAccount = FakeWorkspace.ServiceAccount, ClientId = FakeWorkspace.Client, Issuer = google.Address, Keys = $"{google.Address}/oauth2/v3/certs" });
        using var keys = new AddonKeys(options, time);
        var tokens = new AddonTokens(options, keys, time);
        Assert.Equal("", await CheckAsync());

        google.Signer.ChangeKey();
        Assert.Equal(IdTokenVerdict.UnknownKey, await CheckAsync());
        time.Advance(IssuerDocuments.Pause);
        Assert.Equal("", await CheckAsync());
        Assert.Equal(2, google.Signer.Reads);

        // Invented names of keys make nobody ask again and again.
        var invented = google.Signer.Sign(hosts.SystemClaims("home"), static head => head["kid"] = "invented");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(IdTokenVerdict.UnknownKey, await tokens.CheckSystemAsync(invented, "https://phone.example.com/addon/home", TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, google.Signer.Reads);

        Task<string> CheckAsync() => tokens.CheckSystemAsync(google.Signer.Sign(hosts.SystemClaims("home")), "https://phone.example.com/addon/home", TestContext.Current.CancellationToken);
    }
}
