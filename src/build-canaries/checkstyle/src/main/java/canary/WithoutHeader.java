package canary;

/**
 * Has no licence header.
 */
public class WithoutHeader {

}
