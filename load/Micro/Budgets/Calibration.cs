using System.Text;

namespace RtcCluster.Load.Micro.Budgets;

/// <summary>
/// The yardstick: a fixed piece of work like that of the hot paths (classify bytes, branch, chain a hash, copy), so that a budget holds on
/// a machine of another speed.
/// </summary>
/// <remarks>It never changes: each budget is a multiple of it. Whoever changes it measures all of budgets.json again.</remarks>
internal sealed class Calibration
{
    private readonly byte[] _text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("Via: SIP/2.0/UDP 127.0.0.9:5080;branch=z9hG4bK2\r\nMax-Forwards: 70\r\n", 12)));
    private readonly byte[] _class = new byte[256];
    private readonly byte[] _copy = new byte[1024];

    public Calibration()
    {
        foreach (var separator in " \r\n:;=/."u8)
        {
            _class[separator] = 1;
        }
    }

    /// <summary>Does the work once, about a microsecond of it.</summary>
    public int Run()
    {
        var hash = 2166136261u;
        var tokens = 0;
        var start = 0;
        for (var i = 0; i < _text.Length; i++)
        {
            var value = _text[i];
            hash = (hash ^ value) * 16777619u;
            if (_class[value] != 0)
            {
                _text.AsSpan(start, i - start).CopyTo(_copy.AsSpan(start));
                start = i + 1;
                tokens++;
            }
        }

        return tokens + (int)(hash & 0xFFFF);
    }
}
