/** What readers notice of each way through the newspaper. */
export const FRONT = 'The front page does not load any more. What is the first cause?'
export const SEARCH = 'Search in the archive is broken. What is the first cause?'
export const SUBSCRIBE = 'Nobody can subscribe. What is the first cause?'
export const COMMENTS = 'Comments do not load. What is the first cause?'
export const ALL = 'Large parts of the site fail. What is the first cause?'
