using System.Net;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>A call at a telephone, or at the carrier's.</summary>
/// <param name="phone">Where it is.</param>
/// <param name="leg">Its leg there.</param>
/// <param name="number">The number that was dialled.</param>
/// <param name="from">Who dials.</param>
internal sealed class SipCall(SipEndpoint phone, LegId leg, string number, string from)
{
    private readonly TaskCompletionSource<bool> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number that was dialled.</summary>
    public string Number => number;

    /// <summary>Who dials.</summary>
    public string From => from;

    /// <summary>Its leg.</summary>
    public LegId Leg => leg;

    /// <summary>Both have said yes: true; it ended before that: false.</summary>
    public Task<bool> Up => _up.Task;

    /// <summary>It is over, and how.</summary>
    public Task<CallEnd> Ended => _ended.Task;

    /// <summary>Where the other side takes audio, once it has said so.</summary>
    public IPEndPoint? Media { get; set; }

    /// <summary>What it says of its media when it is offered anew.</summary>
    public ReadOnlyMemory<byte> Sdp { get; set; }

    /// <summary>The call's name, once the server has said something: its tag carries it.</summary>
    public string Name { get; set; } = "";

    /// <summary>Told in mid-call where the other side takes audio from now on; returns soon.</summary>
    public Action<IPEndPoint>? Moved { get; set; }

    /// <summary>The other side offers anew.</summary>
    public void Move(IPEndPoint? media)
    {
        if (media is not null)
        {
            Media = media;
            Moved?.Invoke(media);
        }
    }

    /// <summary>Rings.</summary>
    public void Ring() => phone.Do((agent, now) => agent.Progress(leg, 180, default, reliable: false, now));

    /// <summary>Sends sound before the answer (183, RFC 3960).</summary>
    /// <param name="sdp">Where it comes from.</param>
    public void SpeakEarly(ReadOnlyMemory<byte> sdp) => phone.Do((agent, now) => agent.Progress(leg, 183, sdp, reliable: false, now));

    /// <summary>Says yes to a call that rings.</summary>
    public void Answer() => Answer(phone.Sdp);

    /// <summary>Says yes with media of its own.</summary>
    public void Answer(ReadOnlyMemory<byte> sdp)
    {
        Sdp = sdp;
        phone.Do((agent, now) => agent.Answer(leg, sdp, now));
    }

    /// <summary>Offers anew in mid-call: to hold, to take back.</summary>
    public void Offer(ReadOnlyMemory<byte> sdp)
    {
        Sdp = sdp;
        phone.Do((agent, now) => agent.Offer(leg, sdp, now));
    }

    /// <summary>Hangs up, in whatever state it is.</summary>
    public void HangUp() => phone.Do((agent, now) => agent.Hangup(leg, null, now));

    /// <summary>Refuses a call that rings.</summary>
    public void Reject(int code) => phone.Do((agent, now) => agent.Reject(leg, code, null, now));

    /// <summary>Sends the other side to another number (REFER, RFC 3515).</summary>
    public void Refer(string target) => phone.Do((agent, now) => agent.Refer(leg, target, null, now));

    /// <summary>Presses a key: a moment of silence, so that the server knows where it comes from, and an event of RFC 4733.</summary>
    public Task PressAsync(char key) => Media is { } to ? phone.Mouth.PressAsync(key, to) : Task.CompletedTask;

    /// <summary>The other side said yes, or confirmed ours.</summary>
    public void IsUp() => _up.TrySetResult(true);

    /// <summary>It is over.</summary>
    public void IsOver(CallEnd how)
    {
        _up.TrySetResult(false);
        _ended.TrySetResult(how);
    }
}
