namespace RtcCluster.Load.Runner.Voice;

/// <summary>The longest time in which an end heard nothing. Lives on the voice thread.</summary>
/// <param name="ofVoice">Whether sound of anybody else counts as nothing.</param>
internal sealed class PauseWatch(bool ofVoice)
{
    private long _last = VoiceThread.Utc;
    private long _longest;

    /// <summary>The longest one, the present one among them.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Math.Max(_longest, VoiceThread.Utc - _last));

    /// <summary>Something was heard.</summary>
    /// <param name="at">When it came, ticks of UTC since 1970.</param>
    /// <param name="isVoice">Whether it is whom the end is to hear.</param>
    public void Hear(long at, bool isVoice)
    {
        if (isVoice == ofVoice)
        {
            _longest = Math.Max(_longest, at - _last);
            _last = Math.Max(_last, at);
        }
    }
}
