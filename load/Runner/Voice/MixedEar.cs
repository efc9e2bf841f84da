using RtcCluster.Media.Codecs;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What an end hears where voices are mixed: whose tones are in the sum, and whether a packet came each 20 ms. PCMU.</summary>
/// <remarks>
/// Who mixes numbers its own packets, so a mix that stops leaves no hole in the numbers: what should have come is counted by time. The mixer's clock and
/// ours begin in different parts of a frame, and its thread may be a little late: so much is forgiven once, not for each packet. A mix that stood still and
/// then made up for it has lost nothing: what is in arrears when counting ends is settled by what comes until <see cref="Settle"/>.
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
    private long _heard;
    private long _until;
    private long _arrears;

    /// <summary>From now on packets are counted.</summary>
    public void Count() => (_counts, _first, _came, _heard, _until, _arrears) = (true, 0, 0, 0, 0, 0);

    /// <summary>They are counted no more; what should have come until now is known, but not yet what of it is only late.</summary>
    /// <param name="now">Ticks of UTC since 1970.</param>
    public void CountNoMore(long now)
    {
        if (_counts && _came > 0 && _until == 0)
        {
            (_until, _arrears) = (now, Arrears(now));
        }
    }

    /// <summary>Whether more than is forgiven was due when counting ended and has not come since.</summary>
    public bool IsOwed => _until > 0 && _arrears > Forgiven;

    /// <summary>Books what should have come. Without <see cref="CountNoMore"/> before it there is nothing to book.</summary>
    public void Settle()
    {
        if (_until > 0)
        {
            for (var i = 0L; i < _heard + Math.Max(_arrears - Forgiven, 0); i++)
            {
                totals.Speak(isSent: true);
                all.Speak(isSent: true);
            }
        }

        (_counts, _until) = (false, 0);
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
        // The earliest beginning that any packet speaks for: one that comes late, with others behind it, does not excuse those that never come.
        var beginning = arrived - (_came * VoiceTotals.LateTicks);
        _first = _came == 0 ? beginning : Math.Min(_first, beginning);
        var arrival = _order.Take(sequence);
        _came += arrival == Arrival.Again ? 0 : 1;
        if (_until > 0 && arrived > _until)
        {
            _arrears = Math.Min(_arrears, Arrears(arrived));
            return;
        }

        _heard += arrival == Arrival.Again ? 0 : 1;
        totals.Hear(arrival, 0);
        all.Hear(arrival, 0);
    }

    /// <summary>Packets that are due at an instant and have not come.</summary>
    private long Arrears(long now) => ((now - _first) / VoiceTotals.LateTicks) + 1 - _came;

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
