using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>Who dials and asks while a store is away: a browser, a SIP telephone and a client of the REST interface, each again and again.</summary>
/// <param name="browser">Dials at the hub.</param>
/// <param name="telephone">Dials by SIP.</param>
/// <param name="extension">The telephone's own number.</param>
/// <param name="administration">Asks over REST.</param>
/// <param name="number">What is dialled: a queue, which answers by itself.</param>
internal sealed class Newcomers(HubPhone browser, SipEndpoint telephone, string extension, Administration administration, string number)
{
    private const int Unavailable = 503;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly long _since = Stopwatch.GetTimestamp();
    private int _number;

    /// <summary>What was tried.</summary>
    public IReadOnlyList<Attempt> Attempts => [.. _attempts];

    /// <summary>Calls of the browser's that went through.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>Tries until it is told to stop.</summary>
    public Task RunAsync(CancellationToken over) => Task.WhenAll(LoopAsync("hub", DialAsync, over), LoopAsync("sip", InviteAsync, over), LoopAsync("rest", AskAsync, over));

    private async Task LoopAsync(string kind, Func<CancellationToken, Task<(string Answer, AttemptOutcome Outcome)>> attempt, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            using var patience = new CancellationTokenSource(Patience);
            var (answer, outcome) = ("", AttemptOutcome.Wrong);
            try
            {
                (answer, outcome) = await attempt(patience.Token);
            }
            catch (Exception e) when (e is HubException or HttpRequestException or CallFailedException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException)
            {
                answer = e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message;
            }

            _attempts.Enqueue(new Attempt(kind, answer, outcome, Stopwatch.GetElapsedTime(begun).TotalSeconds, Stopwatch.GetElapsedTime(_since, begun).TotalSeconds));
            await Task.Delay(Pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<(string Answer, AttemptOutcome Outcome)> DialAsync(CancellationToken patience)
    {
        var receipt = await browser.TryDialAsync(
            string.Create(CultureInfo.InvariantCulture, $"outage-{Environment.ProcessId}-{++_number}"), number, BrowserOffer.OfNobody).WaitAsync(patience);
        if (receipt.Failure is { } failure)
        {
            return Judge(failure.SipCode ?? 0, failure.RetryAfterSeconds ?? 0);
        }

        _calls.Enqueue(receipt.CallId);
        await browser.Watch(receipt.CallId).Answered.WaitAsync(patience);
        await browser.HangUpAsync(receipt.CallId).WaitAsync(patience);
        return ("answered", AttemptOutcome.Through);
    }

    private async Task<(string Answer, AttemptOutcome Outcome)> InviteAsync(CancellationToken patience)
    {
        var call = telephone.Dial(number, extension);
        if (await call.Up.WaitAsync(patience))
        {
            call.HangUp();
            return ("answered", AttemptOutcome.Through);
        }

        var end = await call.Ended.WaitAsync(patience);
        return Judge(end.Code, end.RetryAfter.TotalSeconds);
    }

    private async Task<(string Answer, AttemptOutcome Outcome)> AskAsync(CancellationToken patience)
    {
        var (code, retryAfter) = await administration.AskAsync(patience);
        return code == 200 ? ("200", AttemptOutcome.Through) : Judge(code, retryAfter);
    }

    private static (string Answer, AttemptOutcome Outcome) Judge(int code, double retryAfter) =>
        (string.Create(CultureInfo.InvariantCulture, $"{code}{(retryAfter > 0 ? "" : " without Retry-After")}"), code == Unavailable && retryAfter > 0 ? AttemptOutcome.Refused : AttemptOutcome.Wrong);
}
