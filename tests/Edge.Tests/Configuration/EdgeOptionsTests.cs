using Microsoft.Extensions.Configuration;
using RtcCluster.Cluster.Configuration;
using RtcCluster.Edge.Configuration;
using Xunit;

namespace RtcCluster.Edge.Tests.Configuration;

public sealed class EdgeOptionsTests
{
    [Theory]
    [InlineData("Sip:Upd", "127.0.0.1:5060", "did you mean Udp")]
    [InlineData("Sip:Udp", "127.0.0.1", "must be an IP address and a port")]
    [InlineData("Sip:Udp", "0.0.0.0:5060", "set Sip:PublicAddress")]
    [InlineData("Sip:WebSocketOrigins", "https://crm.example, crm.example", "\"crm.example\" is none")]
    [InlineData("Sip:MinRegistrationSeconds", "5", "from 10 to 86400")]
    public void ABadSipSettingNamesKeyValueAndBound(string key, string value, string problem) => Refuses<SipOptions>("Sip", key, value, problem);

    [Theory]
    [InlineData("Media:RtpPorts", "20100", "like 20100-29999")]
    [InlineData("Media:RtpPorts", "30000-20000", "like 20100-29999")]
    [InlineData("Media:WebRtcPort", "20200", "must lie outside of RtpPorts")]
    [InlineData("Media:Address", "0.0.0.0", "set Media:PublicAddress")]
    public void ABadMediaSettingNamesKeyValueAndBound(string key, string value, string problem) => Refuses<MediaOptions>("Media", key, value, problem);

    [Theory]
    [InlineData("Smtp:Host", "mail.test", "must be an e-mail address when Smtp:Host is set")]
    [InlineData("Smtp:User", "pbx", "must be set together with Smtp:Password")]
    [InlineData("Smtp:Port", "0", "from 1 to 65535")]
    [InlineData("Smtp:Security", "Ssl", "StartTls")]
    public void ABadMailSettingNamesKeyValueAndBound(string key, string value, string problem) =>
        Refuses<SmtpOptions>("Smtp", key, value, problem, key == "Smtp:Host" ? "Smtp:From" : key);

    [Theory]
    [InlineData("Auth:Issuer", "accounts.google.com", "must be an https address")]
    [InlineData("Auth:Issuer", "http://accounts.google.com", "must be an https address")]
    [InlineData("Auth:Issuer", "https://accounts.google.com/?a=b", "without query")]
    [InlineData("Auth:Scopes", "email", "must contain openid")]
    [InlineData("Auth:RedirectUris", "https://good.example/signed-in, http://bad.example/signed-in", "\"http://bad.example/signed-in\" is none")]
    [InlineData("Auth:RedirectUris", "https://good.example/signed-in#part", "is none")]
    [InlineData("Auth:ClientSecret", "s3cret", "must be set together with Auth:ClientSecret")]
    [InlineData("Auth:Patience", "00:01:00", "from 00:00:00.1")]
    public void ABadIssuerSettingNamesKeyValueAndBound_AndNoSecret(string key, string value, string problem) =>
        Refuses<AuthOptions>("Auth", key, value, problem, key == "Auth:ClientSecret" ? "Auth:ClientId" : key);

    [Theory]
    [InlineData("20100-29999", 4_950)]
    [InlineData("20101-20103", 1)]
    [InlineData("20100-20100", 0)]
    public void ARangeHoldsPairsOfAnEvenAndAnOddPort(string text, int pairs)
    {
        Assert.True(PortRange.TryParse(text, out var range));
        Assert.Equal(pairs, range.Pairs);
    }

    private static void Refuses<T>(string section, string key, string value, string problem, string? named = null)
        where T : class, new()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var refusal = Assert.Throws<ConfigurationRefusedException>(() => configuration.GetStrict<T>(section));
        Assert.Contains(named ?? key, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }
}
