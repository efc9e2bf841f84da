using RtcCluster.Media.Codecs;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What an end hears where voices are mixed: whose tones are in the sum, and whether a packet came each 20 ms. PCMU.</summary>
/// <remarks>
/// Who mixes numbers its own packets, so a mix that stops leaves no hole in the numbers: what should have come is counted by time. The mixer's clock and
/// ours begin in different parts of a frame, and its thread may be a little late: so much is forgiven once, not for each packet.
/// </remarks>
/// <param name="others">Tones (Hz) that are to be heard.</param>
/// <param name="totals">Where packets are counted.</param>
/// <param name="all">And where those of all ends are.</param>
internal sealed class MixedEar(IReadOnlyList<int> others, VoiceTotals totals, VoiceTotals all)
{
    /// <summary>Frames in which a tone is heard before it counts: one may be an echo of what was before.</summary>
    private const int Certain = 3;

    /// <summary>Frames that may be on their way, or a little late, when counting ends.</summary>
    private const long Forgiven = 2;

    private readonly int[] _frames = new int[others.Count];
    private readonly short[] _samples = new short[MixedMouth.Samples];
    private ArrivalOrder _order;
    private bool _counts;
    private long _first;
    private long _came;

    /// <summary>From now on packets are counted.</summary>
    public void Count() => (_counts, _first, _came) = (true, 0, 0);

    /// <summary>They are counted no more; what should have come until now is known.</summary>
    /// <param name="now">Ticks of UTC since 1970.</param>
    public void CountNoMore(long now)
    {
        if (_counts && _first > 0)
        {
            var due = (now - _first) / VoiceTotals.LateTicks + 1;
            for (var i = 0L; i < Math.Max(due - Forgiven, _came); i++)
            {
                totals.Speak(isSent: true);
                all.Speak(isSent: true);
            }
        }

        _counts = false;
    }

    /// <summary>Everybody is to be heard anew.</summary>
    public void HearAnew() => Array.Clear(_frames);

    /// <summary>Takes a packet.</summary>
    /// <param name="payload">Its sound.</param>
    /// <param name="sequence">Its number.</param>
    /// <param name="arrived">When it came, ticks of UTC since 1970.</param>
    /// <returns>Whether everybody has been heard.</returns>
    public bool Take(ReadOnlySpan<byte> payload, ushort sequence, long arrived)
    {
        if (payload.Length != MixedMouth.Samples)
        {
            return false;
        }

        if (_counts)
        {
            Count(sequence, arrived);
        }

        G711.Decode(PayloadKind.Pcmu, payload, _samples);
        var all = true;
        for (var i = 0; i < _frames.Length; i++)
        {
            if (IsIn(others[i]))
            {
                _frames[i]++;
            }

            all &= _frames[i] >= Certain;
        }

        return all;
    }

    private void Count(ushort sequence, long arrived)
    {
        _first = _first == 0 ? arrived : _first;
        var arrival = _order.Take(sequence);
        if (arrival != Arrival.Again)
        {
            _came++;
        }

        totals.Hear(arrival, 0);
        all.Hear(arrival, 0);
    }

    // Goertzel: the power at one frequency; half of a tone's amplitude is enough to be there.
    private bool IsIn(int frequency)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / MixedMouth.Rate);
        double before = 0, beforeThat = 0;
        foreach (var sample in _samples)
        {
            (before, beforeThat) = (sample + (coefficient * before) - beforeThat, before);
        }

        var power = (before * before) + (beforeThat * beforeThat) - (coefficient * before * beforeThat);
        const double Amplitude = MixedMouth.Peak * MixedMouth.Samples / 2.0;
        return power > Amplitude * Amplitude / 4;
    }
}
