using System.Globalization;
using System.Net;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>The distribution's Kamailio with a configuration of <c>load/peers</c>.</summary>
internal sealed class Kamailio : IAsyncDisposable
{
    private const string Program = "kamailio";
    private const int Port = 15_060;
    private const int Children = 4;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(1.5);

    private readonly PinnedProcess _process;

    private Kamailio(PinnedProcess process) => _process = process;

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => PinnedProcess.Find(Program) is not null;

    /// <summary>Where it takes SIP.</summary>
    public static IPEndPoint Address => new(IPAddress.Loopback, Port);

    /// <summary>Its first process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts one.</summary>
    /// <param name="processor">Where it runs.</param>
    /// <param name="configuration">Which file of <c>load/peers</c>.</param>
    /// <param name="target">Where its calls go.</param>
    /// <param name="definitions">What the configuration is told beside that.</param>
    /// <param name="folder">Its folder.</param>
    public static async Task<Kamailio> StartAsync(int processor, string configuration, IPEndPoint? target, IReadOnlyList<string> definitions, string folder)
    {
        var culture = CultureInfo.InvariantCulture;
        var process = await PinnedProcess.StartAsync(
            processor,
            [
                Program, "-DD", "-f", Path.Combine(SourceTree.Root, "load", "peers", configuration), "-Y", folder, "-w", folder, "-m", "3000", "-M", "16",
                "-A", string.Create(culture, $"LISTEN={Port}"), "-A", string.Create(culture, $"CHILDREN={Children}"),
                .. target is null ? Array.Empty<string>() : ["-A", string.Create(culture, $"TARGET={target.Port}")], .. definitions.SelectMany(static one => new[] { "-A", one }),
            ],
            folder);
        await Task.Delay(StartTime);
        return process.ExitCode is { } code ? throw new InvalidOperationException($"Kamailio ended with code {code}: {process.LastWords}") : new Kamailio(process);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
