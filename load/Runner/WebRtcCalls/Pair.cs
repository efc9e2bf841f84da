using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>Two browsers that call each other again and again.</summary>
internal sealed class Pair(int number, HubPhone caller, HubPhone callee, VoiceThread thread, CallFigures figures, WebRtcCallsOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>From then on a packet that is missing was lost: keys are at both ends, and the edge has them too.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>What is on its way when both fall silent still arrives.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly VoiceTotals _callerHears = new();
    private readonly VoiceTotals _calleeHears = new();
    private string _phase = "";
    private int _calls;

    /// <summary>What its two legs were told and heard.</summary>
    public IEnumerable<(string Leg, VoiceTotals Totals)> Legs => [(caller.Account.Name, _callerHears), (callee.Account.Name, _calleeHears)];

    /// <summary>Calls until <paramref name="over"/>, or until a phone has lost the hub; the last call is ended in order.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested && !caller.IsClosed && !callee.IsClosed)
        {
            if (!await CallAsync(over))
            {
                await Wait(AfterFailure, over);
            }
        }
    }

    private async Task<bool> CallAsync(CancellationToken over)
    {
        var (one, other) = (new BrowserEnd(thread, 2 * number, options.Codec, _callerHears), new BrowserEnd(thread, (2 * number) + 1, options.Codec, _calleeHears));
        var call = "";
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            _phase = "dial";
            var since = Stopwatch.GetTimestamp();
            call = await caller.DialAsync(Attempt(), callee.Account.Extension, one.Offer);
            await BeginAsync(call, one, other, since, patience.Token);
            await TalkAsync(call, one, other, over);
            return true;
        }
        catch (Exception e) when (e is CallFailedException or HubException or InvalidDataException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException)
        {
            figures.Fail(_phase, e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message);
            await GiveUpAsync(call);
            return false;
        }
        finally
        {
            await thread.InvokeAsync(() =>
            {
                one.Dispose();
                other.Dispose();
            });
            caller.Forget(call);
            callee.Forget(call);
        }
    }

    private async Task BeginAsync(string call, BrowserEnd one, BrowserEnd other, long since, CancellationToken patience)
    {
        _phase = "ring";
        await callee.RingsAsync(call, patience);
        _phase = "answer";
        await callee.AnswerAsync(call, other.Offer);
        _phase = "describe";
        await Task.WhenAll(ConnectAsync(caller, call, one, other, patience), ConnectAsync(callee, call, other, one, patience));
        _phase = "connect";
        figures.Connected(Stopwatch.GetElapsedTime(since, await caller.Watch(call).Connected.WaitAsync(patience)));
        _phase = "handshake";
        await Task.WhenAll(SecureAsync(one, patience), SecureAsync(other, patience));
        _phase = "voice";
        await Task.WhenAll(one.Heard, other.Heard).WaitAsync(patience);
        figures.BothHear(Stopwatch.GetElapsedTime(since));
    }

    private async Task ConnectAsync(HubPhone phone, string call, BrowserEnd end, BrowserEnd listener, CancellationToken patience)
    {
        var answer = EdgeAnswer.Read(await phone.Watch(call).Answered.WaitAsync(patience), options.Codec);
        if (Reach.Refusal(answer.Address.AddressText, options.BeyondLoopback) is { } refusal)
        {
            throw new InvalidDataException(refusal);
        }

        var local = IPAddress.IsLoopback(answer.Address.ToAddress()) ? IPAddress.Loopback : options.Local;
        await thread.InvokeAsync(() =>
        {
            end.SpeakTo(listener);
            end.Connect(answer, local);
        });
    }

    private async Task SecureAsync(BrowserEnd end, CancellationToken patience)
    {
        try
        {
            figures.ShookHands(await end.Secured.WaitAsync(patience));
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            figures.FailedToShakeHands();
            throw;
        }
    }

    private async Task TalkAsync(string call, BrowserEnd one, BrowserEnd other, CancellationToken over)
    {
        try
        {
            _phase = "talk";
            await Wait(Grace, over);
            await thread.InvokeAsync(() =>
            {
                one.Count();
                other.Count();
            });
            var ended = Task.WhenAny(caller.Watch(call).Ended, callee.Watch(call).Ended);
            var talked = Wait(options.Talk == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : options.Talk, over);
            if (await Task.WhenAny(ended, talked) == ended)
            {
                throw new CallFailedException($"it ended by itself: {await await ended}");
            }

            await thread.InvokeAsync(() =>
            {
                one.FallSilent();
                other.FallSilent();
            });
            await Task.Delay(Drain, CancellationToken.None);
        }
        finally
        {
            figures.Down();
        }

        _phase = "hang up";
        await (_calls % 2 == 0 ? caller : callee).HangUpAsync(call);
        await Task.WhenAll(caller.Watch(call).Ended, callee.Watch(call).Ended).WaitAsync(Patience, CancellationToken.None);
        figures.End();
    }

    // The server should not keep what this run has given up.
    private async Task GiveUpAsync(string call)
    {
        if (call.Length == 0 || caller.IsClosed)
        {
            return;
        }

        try
        {
            await caller.HangUpAsync(call).WaitAsync(Patience);
        }
        catch (Exception e) when (e is CallFailedException or HubException or InvalidOperationException or TimeoutException or IOException)
        {
            // It is gone, or cannot be reached: the failure that led here is counted.
        }
    }

    private string Attempt() => string.Create(CultureInfo.InvariantCulture, $"load-{number:0000}-{_calls++:00000}-{Environment.ProcessId}");

    private static async Task Wait(TimeSpan time, CancellationToken over)
    {
        try
        {
            await Task.Delay(time, over);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
