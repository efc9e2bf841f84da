using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Rest;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>What is left of a call when it is over: its one entry in the log and its one recording.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Caller">The recording's left channel.</param>
/// <param name="Called">The right one.</param>
internal sealed record Evidence(CallLogItem Entry, ToneTimeline Caller, ToneTimeline Called)
{
    /// <summary>Waits for both.</summary>
    public static async Task<Evidence> OfAsync(RestClient admin, DateTimeOffset since, TimeSpan timeout)
    {
        var entries = await admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(since) && entry.EndedAt is not null, timeout);
        var entry = Assert.Single(entries);
        var sound = await admin.AudioAsync((await admin.WaitForRecordingAsync(entry.Id, timeout)).Id);
        Assert.Equal(2, sound.Channels.Count);
        return new Evidence(entry, ToneTimeline.Of(sound.Left, sound.Rate), ToneTimeline.Of(sound.Right, sound.Rate));
    }

    /// <summary>Each channel has its party's tone for at least so long, and nothing of the other's.</summary>
    public void AssertTones(double caller, double called, TimeSpan least)
    {
        Assert.Equal("answered", Entry.Result, ignoreCase: true);
        Assert.True(Caller.Heard(caller) >= least && Caller.Heard(called) == TimeSpan.Zero, $"left, the caller at {caller} Hz: {Caller}");
        Assert.True(Called.Heard(called) >= least && Called.Heard(caller) == TimeSpan.Zero, $"right, the called at {called} Hz: {Called}");
    }
}
