using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Calls;

/// <summary>The recording of a call and which leg speaks on which of its sides.</summary>
internal sealed class CallTap(LegTable legs, MediaEffects effects)
{
    private CallRecorder? _recorder;

    public CallRecorder? Recorder => _recorder;

    public string? RecordingId => _recorder?.Id;

    public long Deadline => _recorder?.Deadline ?? MediaClock.Never;

    public bool Start(CallRecorder recorder, LegSlot left, LegSlot right)
    {
        if (_recorder is not null)
        {
            return false;
        }

        _recorder = recorder;
        Set(RecordingSide.Left, left);
        Set(RecordingSide.Right, right);
        return true;
    }

    public void Set(RecordingSide side, LegSlot slot)
    {
        if (_recorder is not { } recorder)
        {
            return;
        }

        foreach (var leg in legs)
        {
            if (leg.Recorder is not null && leg.Side == side)
            {
                leg.Recorder = null;
            }
        }

        recorder.Switch(side);
        if (legs.Find(slot) is { } found)
        {
            found.Recorder = recorder;
            found.Side = side;
        }
    }

    public void Pause(long now) => _recorder?.Pause(now);

    public void Resume(long now) => _recorder?.Resume(now);

    public void Tick(long now)
    {
        if (_recorder is { } recorder)
        {
            recorder.Tick(now);
            Collect();
        }
    }

    /// <summary>Hands the closed chunks over as effects.</summary>
    public void Collect()
    {
        while (_recorder is { } recorder && recorder.TryTake(out var chunk))
        {
            effects.Add(new MediaEffect { Kind = MediaEffectKind.RecordingChunk, Leg = LegSlot.None, RecordingId = recorder.Id, Chunk = chunk });
        }
    }

    public void Stop(long now)
    {
        if (_recorder is not { } recorder)
        {
            return;
        }

        recorder.Stop(now);
        Collect();
        _recorder = null;
        foreach (var leg in legs)
        {
            leg.Recorder = null;
        }
    }
}
