using System.Globalization;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Sipp;

/// <summary>A SIPp process (Debian package sip-tester) with one of our scenario files.</summary>
public sealed class SippRun : IAsyncDisposable
{
    // SIGUSR1: what the key q does.
    private const int SoftStop = 10;
    private static readonly TimeSpan BindTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(15);
    private readonly SippOptions _options;
    private readonly RunningProcess _process;
    private readonly TempFolder _folder;

    private SippRun(SippOptions options, RunningProcess process, TempFolder folder)
    {
        _options = options;
        _process = process;
        _folder = folder;
    }

    private string ErrorFile => _folder.At("errors.log");

    private string StatisticsFile => _folder.At("statistics.csv");

    /// <summary>Starts it; when it begins by receiving, returns once its socket is bound.</summary>
    public static async Task<SippRun> StartAsync(SippOptions options)
    {
        var folder = TempFolder.Create("sipp");
        var name = $"sipp {Path.GetFileNameWithoutExtension(options.Scenario)}";
        var run = new SippRun(options, RunningProcess.Start(name, "sipp", Arguments(options, folder), folder.Path), folder);
        if (options.Remote is null)
        {
            await (options.Transport.StartsWith('t')
                ? Listening.TcpAsync(options.LocalAddress, options.LocalPort, BindTime)
                : Listening.UdpAsync(options.LocalAddress, options.LocalPort, BindTime));
        }

        return run;
    }

    /// <summary>Starts it, waits for its end and gives the result.</summary>
    public static async Task<SippResult> RunAsync(SippOptions options)
    {
        await using var run = await StartAsync(options);
        return await run.FinishAsync();
    }

    /// <summary>Waits until it ended by itself. SIPp keeps its own time limit; when even that fails the wait does.</summary>
    public async Task<SippResult> FinishAsync()
    {
        var code = await _process.WaitForExitAsync(_options.Timeout + ExitTime);
        var errors = File.Exists(ErrorFile) ? await File.ReadAllTextAsync(ErrorFile) : string.Empty;
        if (code > 1)
        {
            // Its own failures (a scenario it cannot read, a port in use) are on the screen only, among the drawings.
            errors += Environment.NewLine + _process.Tail();
        }

        return new SippResult(code, Statistic("SuccessfulCall(C)"), Statistic("FailedCall(C)"), Statistic("Retransmissions(C)"), errors);
    }

    /// <summary>Tells an endless run to take no more calls, waits until the last one is over and gives the result.</summary>
    public Task<SippResult> StopAsync()
    {
        _process.Signal(SoftStop);
        return FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static List<string> Arguments(SippOptions options, TempFolder folder)
    {
        List<string> arguments =
        [
            "-sf", options.Scenario,
            "-i", options.LocalAddress, "-p", Text(options.LocalPort), "-t", options.Transport, "-mi", options.LocalAddress,
            "-r", Text(options.Rate),
            "-timeout", $"{(int)options.Timeout.TotalSeconds}s", "-timeout_error", "-nostdin",
            "-auth_uri", options.AuthenticationUri,
            "-cp", Text(FreePorts.Take()),
            "-trace_err", "-error_file", folder.At("errors.log"),
            "-trace_stat", "-stf", folder.At("statistics.csv"), "-fd", "1",
        ];
        Add("-m", options.Calls > 0 ? Text(options.Calls) : null);
        Add("-l", options.Limit is { } limit ? Text(limit) : null);
        Add("-s", options.Service);
        Add("-d", options.Duration is { } duration ? Text((int)duration.TotalMilliseconds) : null);
        Add("-oocsf", options.OutOfCallScenario);
        Add("-mp", options.MediaPort is { } media ? Text(media) : null);
        if (options.RtpEcho)
        {
            arguments.Add("-rtp_echo");
        }

        foreach (var (key, value) in options.Keys)
        {
            arguments.AddRange(["-key", key, value]);
        }

        if (options.Fields.Count > 0)
        {
            var file = folder.At("fields.csv");
            File.WriteAllLines(file, ["SEQUENTIAL", .. options.Fields]);
            Add("-inf", file);
        }

        arguments.AddRange(options.More);
        if (options.Remote is not null)
        {
            arguments.Add(options.Remote);
        }

        return arguments;

        void Add(string option, string? value)
        {
            if (value is not null)
            {
                arguments.AddRange([option, value]);
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    // The first line names the columns, the last one has the final counts.
    private int Statistic(string column)
    {
        if (!File.Exists(StatisticsFile))
        {
            return 0;
        }

        var lines = File.ReadAllLines(StatisticsFile);
        if (lines.Length < 2)
        {
            return 0;
        }

        var at = Array.IndexOf(lines[0].Split(';'), column);
        return at >= 0 && int.TryParse(lines[^1].Split(';')[at], CultureInfo.InvariantCulture, out var value) ? value : 0;
    }
}
