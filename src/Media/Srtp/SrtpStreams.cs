namespace RtcCluster.Media.Srtp;

/// <summary>The replay windows of a context's synchronisation sources, in a bounded table.</summary>
/// <remarks>
/// A source is never forgotten: its packets could be played to us again, or its keystream be used twice. A leg has one or two sources, so a
/// walk through the table is the fastest search.
/// </remarks>
internal sealed class SrtpStreams(int limit)
{
    private readonly uint[] _sources = new uint[limit];
    private readonly ReplayWindow[] _windows = new ReplayWindow[limit];
    private int _count;

    public bool IsFull => _count == limit;

    /// <summary>The source's place, or -1.</summary>
    public int Find(uint ssrc) => _sources.AsSpan(0, _count).IndexOf(ssrc);

    public ref readonly ReplayWindow At(int place) => ref _windows[place];

    /// <summary>Marks an index of a known (<paramref name="place"/>) or new (-1) source as seen.</summary>
    public void Accept(int place, uint ssrc, long index)
    {
        if (place < 0)
        {
            place = _count++;
            _sources[place] = ssrc;
        }

        _windows[place].Accept(index);
    }
}
