namespace RtcCluster.Contracts.Privacy;

/// <summary>A personal value on its way into a log. Its text is a masked form; there is no way to get the value out again.</summary>
/// <typeparam name="T">The value's type; its <see cref="object.ToString"/> is what is masked.</typeparam>
/// <remarks>Made by <see cref="Pii"/>. Masking happens when the text is asked for, so that a level that is off costs nothing.</remarks>
public readonly struct Pii<T>
{
    private readonly T _value;
    private readonly PiiKind _kind;

    internal Pii(T value, PiiKind kind)
    {
        _value = value;
        _kind = kind;
    }

    /// <summary>The masked form; the value itself only when <see cref="PersonalData.IsShown"/> and it is no secret.</summary>
    /// <returns>Never null; empty for an empty value.</returns>
    public override string ToString()
    {
        var text = _value?.ToString() ?? "";
        return _kind != PiiKind.Secret && PersonalData.IsShown ? text : PiiMask.Of(text, _kind);
    }
}
