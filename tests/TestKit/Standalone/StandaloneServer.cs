using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.TestKit.Standalone;

/// <summary>The product as a process of its own, with its own data folder and ports; can be ended in order or killed, and started again on the same data.</summary>
public sealed class StandaloneServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(35);
    private readonly TempFolder _folder = TempFolder.Create("standalone");
    private readonly IReadOnlyList<string> _more;
    private readonly Func<string, IReadOnlyList<string>> _launcher;
    private RunningProcess? _process;

    private StandaloneServer(IReadOnlyList<string> more, Func<string, IReadOnlyList<string>>? launcher = null) => (_more, _launcher) = (more, launcher ?? (static _ => []));

    public StandaloneAddresses Addresses { get; } = StandaloneAddresses.Choose();

    /// <summary>Its Data:Path.</summary>
    public string DataPath => _folder.At("data");

    /// <summary>The process now running.</summary>
    public RunningProcess Process => _process ?? throw new InvalidOperationException("Standalone is not running.");

    /// <summary>The built program, in the configuration of the running tests.</summary>
    public static string Program => Repository.At("src", "Standalone", "bin", Repository.Configuration, "net10.0", "RtcCluster.Standalone.dll");

    /// <summary>Starts it and returns when /healthz/ready says 200.</summary>
    /// <param name="more">More configuration arguments.</param>
    public static Task<StandaloneServer> StartAsync(params string[] more) => StartAsync(new StandaloneServer(more));

    /// <summary>Starts it through another program, which becomes it.</summary>
    /// <param name="launcher">That program and its arguments, of the data folder; what it is given after them it must execute.</param>
    /// <param name="more">More configuration arguments.</param>
    public static Task<StandaloneServer> StartThroughAsync(Func<string, IReadOnlyList<string>> launcher, params string[] more) => StartAsync(new StandaloneServer(more, launcher));

    /// <summary>Starts a new process on the same data and ports.</summary>
    /// <param name="environment">Variables that it gets beside ours.</param>
    public async Task StartAgainAsync(IReadOnlyDictionary<string, string>? environment = null)
    {
        var name = "Standalone";
        string[] all = [.. _launcher(DataPath), "dotnet", "exec", Program, .. Addresses.Arguments(DataPath), .. _more];
        _process = RunningProcess.Start(name, all[0], all[1..], _folder.Path, environment);
        using var http = new HttpClient { BaseAddress = Addresses.WebUrl };
        try
        {
            await Eventually.IsTrueAsync($"{Addresses.WebUrl}healthz/ready to say 200", ReadyTime, async () =>
            {
                if (_process.HasExited)
                {
                    throw new InvalidOperationException($"{name} ended while starting. {_process.Tail()}");
                }

                using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            });
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{failure.Message} {_process.Tail()}");
        }
    }

    /// <summary>Begins a command of the program on the same data, for who ends it himself.</summary>
    /// <param name="command">The command, such as <c>backup</c>.</param>
    public RunningProcess Administer(params string[] command) =>
        RunningProcess.Start("Administration", "dotnet", ["exec", Program, .. command, .. Addresses.Arguments(DataPath), .. _more], _folder.Path);

    /// <summary>Runs a command of the program on the same data, beside the server.</summary>
    /// <param name="command">The command, such as <c>recordings verify --all</c>.</param>
    /// <returns>The exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Output)> AdministerAsync(params string[] command)
    {
        await using var process = Administer(command);
        return (await process.WaitForExitAsync(StopTime), process.Tail());
    }

    /// <summary>A REST client signed in as one of the demo users.</summary>
    public Task<RestClient> SignInAsync(string email, string password = "demo") => RestClient.SignInAsync(Addresses.WebUrl, email, password);

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        Process.Terminate();
        return await Process.WaitForExitAsync(StopTime);
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync(StopTime);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static async Task<StandaloneServer> StartAsync(StandaloneServer server)
    {
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }
}
