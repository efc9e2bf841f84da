using System.Collections.Concurrent;
using System.Text.Json;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>Asks the edge of each side, each second, where something lives: what a side believes, whether it could act on it or not.</summary>
/// <param name="greater">At the greater side's edge.</param>
/// <param name="smaller">At the smaller side's edge.</param>
/// <param name="things">Kind and name of each.</param>
internal sealed class OwnerWatch(Administration greater, Administration smaller, IReadOnlyList<(string Kind, string Name)> things)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<OwnerView> _views = new();

    /// <summary>What the sides said.</summary>
    public IReadOnlyCollection<OwnerView> Views => _views;

    /// <summary>Asks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var pause = Task.Delay(Every, CancellationToken.None);
            foreach (var (kind, name) in things)
            {
                var answers = await Task.WhenAll(AskAsync(greater, kind, name), AskAsync(smaller, kind, name));
                _views.Enqueue(new OwnerView(DateTimeOffset.UtcNow, $"{kind} {name}", answers[0], answers[1]));
            }

            await pause;
        }
    }

    private static async Task<string> AskAsync(Administration side, string kind, string name)
    {
        using var patience = new CancellationTokenSource(Every);
        try
        {
            return await side.OwnerAsync(kind, name, patience.Token) ?? "none";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException or InvalidOperationException)
        {
            return "no answer";
        }
    }
}

/// <summary>Where both sides believed that something lives.</summary>
/// <param name="At">When.</param>
/// <param name="What">Kind and name.</param>
/// <param name="Greater">What the greater side's edge said.</param>
/// <param name="Smaller">What the smaller side's edge said.</param>
internal sealed record OwnerView(DateTimeOffset At, string What, string Greater, string Smaller)
{
    /// <summary>Whether both named a process, and another one.</summary>
    public bool Differs => Greater != Smaller && Names(Greater) && Names(Smaller);

    private static bool Names(string answer) => answer is not ("none" or "no answer");
}
