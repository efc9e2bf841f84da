using System.Globalization;
using System.Net;
using System.Text.Json;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Interop.Tests.Privacy;

/// <summary>A whole process works for people with recognisable names, numbers, addresses and secrets; then everything that it wrote is searched for them.</summary>
[Trait("Clock", "none")]
public sealed class NothingPersonalInLogsTests
{
    private const string UserName = "quintanilla";
    private const string Email = "xaviera.q@mail.example";
    private const string DisplayName = "Xaviera Quintanilla";
    private const string Extension = "7788001";
    private const string Password = "tr0ub4dor-plain";
    private const string WrongPassword = "wr0ng-h0rse";
    private const string OutsideNumber = "+573019876543";
    private const string OutsideName = "Yolanda Outsider";
    private const string BlockedNumber = "+8816311223344";
    private const string PhoneAddress = "127.0.0.77";

    [Theory]
    [InlineData("Information", "simple")]
    [InlineData("Debug", "simple")]
    [InlineData("Debug", "json")]
    public async Task NumbersNamesAddressesAndSecretsReachNeitherLogsNorMetrics(string level, string format)
    {
        // Nobody takes the traces: what is looked at is that their ids are in the log.
        await using var server = await StandaloneServer.StartAsync(
            "--Logging:LogLevel:RtcCluster", level, "--Logging:Console:FormatterName", format, "--Logging:Console:FormatterOptions:IncludeScopes", "true", "--Telemetry:OtlpEndpoint", "http://127.0.0.1:9");
        var (output, metrics, more) = await WorkAsync(server);

        if (format == "json")
        {
            var entries = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
            Assert.Contains(entries, entry => TracesOf(entry).Any());
        }

        Assert.Contains("was changed", output, StringComparison.Ordinal);
        Assert.Contains("an outgoing call was refused", output, StringComparison.Ordinal);
        string[] personal =
        [
            UserName, Email, "Xaviera", "Quintanilla", Extension, Password, WrongPassword, OutsideNumber[1..], "Yolanda", "Outsider", BlockedNumber[1..], "response=", .. more,
        ];
        var leaks = from value in personal
                    from place in new[] { (Name: "log", Text: output), (Name: "metrics", Text: metrics) }
                    where place.Text.Contains(value, StringComparison.OrdinalIgnoreCase)
                    select $"{place.Name}: {value}";
        Assert.Equal([], leaks);
    }

    [Fact]
    public async Task OperatorWhoAsksSeesThem_ButNoSecret()
    {
        await using var server = await StandaloneServer.StartAsync("--Logging:ShowPersonalData", "true");
        var (output, _, _) = await WorkAsync(server);

        Assert.Contains($"demo/{UserName}", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPassword, output, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> TracesOf(JsonElement entry) => entry.TryGetProperty("Scopes", out var scopes)
        ? scopes.EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.Object && scope.TryGetProperty("TraceId", out _)).Select(scope => scope.GetProperty("TraceId").GetString())
        : [];

    private static async Task<(string Output, string Metrics, string[] More)> WorkAsync(StandaloneServer server)
    {
        var web = server.Addresses.WebUrl;
        var token = await SignInAsync(web);
        await using var phone = new TestPhone(Extension, server.Addresses.SipUdp, PhoneAddress) { Password = Password, Algorithm = "MD5" };
        await using var stranger = new TestPhone(Extension, server.Addresses.SipUdp, PhoneAddress) { Password = WrongPassword, Algorithm = "MD5" };
        await using var colleague = new TestPhone("1001", server.Addresses.SipUdp) { Algorithm = "MD5" };
        await using var carrier = new TestPhone(OutsideNumber, server.Addresses.SipUdp, "127.0.0.2", 5080) { Domain = "carrier.example" };

        Assert.Contains((await stranger.RegisterAsync()).Status, new[] { 401, 403 });
        Assert.Equal(200, (await phone.RegisterAsync()).Status);
        await TalkAsync(colleague, Extension, phone);
        await TalkAsync(
            carrier, $"sip:{Extension}@{server.Addresses.SipUdp}", phone, $"P-Asserted-Identity: \"{OutsideName}\" <sip:{OutsideNumber}@carrier.example>\r\n");
        var blocked = await phone.InviteAsync(BlockedNumber, SdpText.Audio(Rtp(PhoneAddress)));
        Assert.Equal(403, blocked.Response.Status);
        var refused = phone.InviteAsync(OutsideNumber, SdpText.Audio(Rtp(PhoneAddress)));
        await (await carrier.ReceiveInviteAsync()).RefuseAsync(486, $"{OutsideNumber} is busy");
        Assert.Equal(486, (await refused).Response.Status);
        var found = await Http.SendAsync(web, HttpMethod.Get, $"api/v1/lines/{Uri.EscapeDataString(OutsideNumber)}?number={Uri.EscapeDataString(OutsideNumber)}", token);
        Assert.Equal(404, found.Status);

        using var http = new HttpClient { BaseAddress = web };
        var metrics = await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
        Assert.Equal(0, await server.StopAsync());
        return (string.Join('\n', server.Process.Lines), metrics, [token, phone.Sip.Local.ToString(), stranger.Sip.Local.ToString(), colleague.Sip.Local.ToString()]);
    }

    /// <summary>Makes the user, fails to sign it in, signs it in.</summary>
    private static async Task<string> SignInAsync(Uri web)
    {
        var made = await Http.SendAsync(
            web,
            HttpMethod.Put,
            $"api/v1/users/{UserName}",
            await Http.TokenAsync(web, "admin@demo.test"),
            new { email = Email, displayName = DisplayName, extension = Extension, role = "agent", password = Password });
        Assert.Equal(200, made.Status);
        Assert.Equal(401, (await Http.SignInAsync(web, Email, WrongPassword)).Status);
        return await Http.TokenAsync(web, Email, Password);
    }

    private static async Task TalkAsync(TestPhone from, string number, TestPhone to, string headers = "")
    {
        var ringing = to.ReceiveInviteAsync();
        var calling = from.InviteAsync(number, SdpText.Audio(Rtp(from.Sip.Local.Address.ToString())), headers);
        var incoming = await ringing;
        await incoming.AnswerAsync(SdpText.Audio(Rtp(PhoneAddress)));
        var call = await calling;
        Assert.True(call.Response.Status == 200, string.Create(CultureInfo.InvariantCulture, $"call of {from.User} to {number}: {call.Response.StartLine}"));
        var over = incoming.ReceiveAsync("BYE", TimeSpan.FromSeconds(8));
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await over;
    }

    private static IPEndPoint Rtp(string address) => new(IPAddress.Parse(address), FreePorts.TakeRtp(2, address));
}
