using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;

namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>A SIPp telephone over UDP: registered before the call, unregistered when disposed.</summary>
public sealed class SippDevice : IAsyncDisposable
{
    private readonly string _registrar;

    private SippDevice(string registrar, string user)
    {
        _registrar = registrar;
        User = user;
    }

    public string User { get; }

    /// <summary>Its SIP port on 127.0.0.1; free between the scenario runs.</summary>
    public int Port { get; } = FreePorts.Take();

    /// <summary>The injection line of a user: its name and its digest.</summary>
    public static string Credentials(string user, string password = "demo") => $"{user};[authentication username={user} password={password}]";

    /// <summary>REGISTER with digest.</summary>
    public static async Task<SippDevice> RegisterAsync(string registrar, string user)
    {
        var device = new SippDevice(registrar, user);
        var result = await device.SendRegisterAsync(300);
        Assert.True(result.IsClean(1), $"REGISTER of {user}: {result}");
        return device;
    }

    /// <summary>Starts a scenario that begins with an incoming call.</summary>
    public Task<SippRun> ReceiveAsync(string scenario, int calls = 1, TimeSpan? duration = null, TimeSpan? timeout = null) => SippRun.StartAsync(new SippOptions
    {
        Scenario = ClusterFixture.Scenario(scenario),
        LocalPort = Port,
        Calls = calls,
        Duration = duration,
        Timeout = timeout ?? TimeSpan.FromSeconds(60),
        MediaPort = FreePorts.TakeRtp(8),
    });

    public async ValueTask DisposeAsync()
    {
        // A killed server answers nothing: the removal is a courtesy to the next test, not a test.
        await SendRegisterAsync(0);
    }

    private Task<SippResult> SendRegisterAsync(int expires) => SippRun.RunAsync(new SippOptions
    {
        Scenario = ClusterFixture.Scenario("register"),
        Remote = _registrar,
        LocalPort = Port,
        Fields = [Credentials(User)],
        Keys = new Dictionary<string, string> { ["expires"] = $"{expires}" },
        Timeout = TimeSpan.FromSeconds(10),
    });
}
