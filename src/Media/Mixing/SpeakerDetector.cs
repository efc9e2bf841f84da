namespace RtcCluster.Media.Mixing;

/// <summary>Says who speaks: the loudest, who stays the speaker until another has been clearly louder for some time.</summary>
internal sealed class SpeakerDetector
{
    /// <summary>Below −45 dB of full scale it is a room that is heard and not a voice.</summary>
    private const long Voice = 34_000;

    /// <summary>Three decibels.</summary>
    private const int Louder = 2;

    private const int FramesToWin = 10;

    private int _rival = -1;
    private int _frames;

    /// <summary>The member who speaks; -1 while nobody does.</summary>
    public int Speaker { get; private set; } = -1;

    /// <summary>Takes one frame's levels in.</summary>
    public void Hear(ReadOnlySpan<MixerPort?> ports)
    {
        var best = -1;
        var loudest = Voice;
        for (var i = 0; i < ports.Length; i++)
        {
            if (ports[i] is { Level.Power: var power } && power > loudest)
            {
                (best, loudest) = (i, power);
            }
        }

        var present = Speaker >= 0 && ports[Speaker] is { Level.Power: var held } && held > Voice ? held : 0;
        if (best == Speaker || (present > 0 && loudest < present * Louder))
        {
            _rival = -1;
            return;
        }

        if (best != _rival)
        {
            (_rival, _frames) = (best, 0);
        }

        if (++_frames >= FramesToWin)
        {
            (Speaker, _rival) = (best, -1);
        }
    }
}
