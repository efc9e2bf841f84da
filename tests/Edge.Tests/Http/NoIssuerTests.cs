using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Issuers;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

[Collection(EdgeCollection.Name)]
public sealed class NoIssuerTests(EdgeFixture fixture)
{
    [Fact]
    public async Task WithoutAnIssuer_ThereIsNoSuchWay()
    {
        var web = fixture.Edge.WebUrl;
        using var http = new HttpClient { BaseAddress = web };
        using var browser = new BrowserSignIn(web) { Ticket = "none" };

        Assert.Equal("""{"issuer":null}""", await http.GetStringAsync(new Uri("api/v1/login/ways", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal((404, 404), ((await browser.StartAsync()).Status, (await browser.FinishAsync(state: "none")).Status));
    }
}
