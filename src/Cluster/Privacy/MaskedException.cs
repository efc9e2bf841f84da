using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Cluster.Privacy;

/// <summary>Stands in a log for an exception whose text holds personal data; goes nowhere else.</summary>
internal sealed class MaskedException(Exception exception) : Exception(PersonalText.Mask(exception.Message))
{
    private readonly string _text = PersonalText.Mask(exception.ToString());

    /// <summary>Type, message, inner exceptions and stack of the exception, masked.</summary>
    public override string ToString() => _text;

    /// <summary>The exception itself when nothing in it is personal.</summary>
    public static Exception? Of(Exception? exception)
    {
        if (exception is null)
        {
            return null;
        }

        var text = exception.ToString();
        return ReferenceEquals(PersonalText.Mask(text), text) ? exception : new MaskedException(exception);
    }
}
