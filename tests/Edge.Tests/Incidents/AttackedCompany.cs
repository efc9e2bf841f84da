using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Edge.Tests.Incidents;

/// <summary>The demo company with a carrier that is always busy, people who are no attackers, and the means of those who are.</summary>
internal sealed class AttackedCompany : IAsyncDisposable
{
    private const string CarriersAddress = "127.0.5.1";
    private readonly CancellationTokenSource _closing = new();
    private readonly TempFolder _folder = TempFolder.Create("places");
    private readonly RtpPort _sound = new();
    private TestPhone _carrier = null!;
    private Task _answering = Task.CompletedTask;

    private AttackedCompany()
    {
    }

    public EdgeUnderTest Edge { get; private set; } = null!;

    public RestClient Administrator { get; private set; } = null!;

    public static async Task<AttackedCompany> StartAsync(params (string Key, string Value)[] settings)
    {
        var company = new AttackedCompany();
        var places = company._folder.At("places.csv");
        await File.WriteAllTextAsync(places, "# Bogotá and Bucharest\n127.1.1.0/24,CO,4.71,-74.07\n127.2.2.0/24,RO,44.43,26.10\n");
        company.Edge = await EdgeUnderTest.StartAsync([("Auth:PlacesFile", places), ("Incidents:LearningDays", "0"), .. settings]);
        company.Administrator = await RestClient.SignInAsync(company.Edge.WebUrl, "admin@demo.test", "demo");
        company._carrier = new TestPhone("carrier", company.Edge.Udp, CarriersAddress);
        await company.Administrator.PutAsync(
            "api/v1/trunks/carrier", new { peers = new[] { new { host = CarriersAddress, port = company._carrier.Sip.Local.Port } }, acceptFrom = new[] { CarriersAddress }, optionsSeconds = 0 });
        company._answering = company.RefuseAllAsync();
        return company;
    }

    /// <summary>A telephone of the company, registered.</summary>
    public async Task<TestPhone> PhoneAsync(string extension)
    {
        var phone = new TestPhone(extension, Edge.Udp);
        return (await phone.RegisterAsync()).Status == 200 ? phone : throw new InvalidOperationException("The telephone was refused.");
    }

    /// <summary>Calls a number; gives the status.</summary>
    public async Task<int> CallAsync(TestPhone phone, string number)
    {
        var call = await phone.InviteAsync(number, SdpText.Audio(_sound.Local));
        if (call.Response.Status == 200)
        {
            await call.HangUpAsync();
        }

        return call.Response.Status;
    }

    /// <summary>A caller from outside, whom the carrier brings.</summary>
    public TestPhone Outside(string number) => new(number, Edge.Udp, CarriersAddress);

    /// <summary>Signs in over the web from an address; gives the status, and the token when there is one.</summary>
    public async Task<(HttpStatusCode Status, string? Token)> SignInAsync(string source, string email, string password)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(source), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = Edge.WebUrl };
        using var answer = await http.PostAsJsonAsync("api/v1/login", new { email, password });
        return (answer.StatusCode, answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString() : null);
    }

    /// <summary>Waits for the case of a rule.</summary>
    public async Task<JsonElement> WaitForAsync(string rule, TimeSpan timeout) =>
        (await Eventually.GetAsync($"the case of {rule}", timeout, IncidentsAsync, found => found.Any(incident => RuleOf(incident) == rule))).First(incident => RuleOf(incident) == rule);

    /// <summary>All cases.</summary>
    public async Task<IReadOnlyList<JsonElement>> IncidentsAsync() => [.. (await Administrator.GetAsync<JsonElement>("api/v1/incidents")).GetProperty("items").EnumerateArray()];

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _carrier.DisposeAsync();
        await _answering;
        await _sound.DisposeAsync();
        Administrator.Dispose();
        await Edge.DisposeAsync();
        _folder.Dispose();
        _closing.Dispose();
    }

    private static string RuleOf(JsonElement incident) => incident.GetProperty("rule").GetString()!;

    private async Task RefuseAllAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var call = await _carrier.ReceiveInviteAsync(rings: false, TimeSpan.FromSeconds(1));
                await call.RefuseAsync(486, "Busy Here");
            }
            catch (Exception e) when (e is TimeoutException or ObjectDisposedException or SocketException or OperationCanceledException)
            {
                // A call that was given up, or the end.
            }
        }
    }
}
