namespace RtcCluster.Media.Ice;

/// <summary>What a <see cref="UfragTable"/> knows of one leg: its fragments, and where its peer is, heard of last at the end.</summary>
internal sealed class TableLeg(UfragTableOptions options)
{
    private readonly IceFlow[] _flows = new IceFlow[options.MaxFlowsPerLeg];
    private IceFlow _selected;
    private int _count;

    public List<ulong> Ufrags { get; } = new(options.MaxUfragsPerLeg);

    public bool IsFull => Ufrags.Count == options.MaxUfragsPerLeg;

    public ReadOnlySpan<IceFlow> Flows => _flows.AsSpan(0, _count);

    public void Select(in IceFlow flow) => _selected = flow;

    /// <summary>Notes a flow as heard of last; gives the one that had to go for it, or none.</summary>
    public IceFlow Note(in IceFlow flow)
    {
        Drop(flow);
        IceFlow dropped = default;
        if (_count == _flows.Length)
        {
            dropped = _flows[_flows[0] == _selected && _count > 1 ? 1 : 0];
            Drop(dropped);
        }

        _flows[_count++] = flow;
        return dropped;
    }

    public void Drop(in IceFlow flow)
    {
        var at = Flows.IndexOf(flow);
        if (at >= 0)
        {
            _flows.AsSpan(at + 1, _count - at - 1).CopyTo(_flows.AsSpan(at));
            _count--;
        }
    }
}
